"""Portuguese: fiction about places and people that do not exist."""

# A sentence is one line, however long.
# ruff: noqa: E501

MEN = ["Belmiro Souto Maior", "Evaristo Canavial", "Joaquim Ventosa", "Duarte Lapinha"]
WOMEN = ["Quitéria Montalegre", "Benedita Aroeira", "Leonor Vaz Pinhal", "Zulmira Fontainhas"]
PEOPLE = MEN + WOMEN
PLACES = ["Barra do Candeeiro", "Vila Serena", "Monte Jurema", "Porto dos Cajus", "Ribeira Funda"]
ORGS = [
    "Águas da Serra",
    "Barqueiros Unidos",
    "Amigos do Monte",
    "Marés Livres",
]
AGENCIES = ["Agência Candeia", "Maré Imagens", "ACN"]
CREDITS = ["(Foto: {p}/{a})", "Crédito: {a}", "Imagem: {p}", "({a})"]
MONTHS = ["março", "maio", "agosto", "dezembro"]
DATE = "{d} de {m} de {y}"
CLOCK = "{date}, {clock}"

TOPICS = [
    {
        "who": "fm",
        "titles": [
            "Professora de {c} dá aulas dentro de um ônibus sem rodas",
            "Ônibus parado há {n} anos vira escola em {c}",
        ],
        "lead": "O sinal do recreio é a buzina, e o motorista aposentado virou bibliotecário.",
        "captions": [
            "A professora {p} escreve no quadro preso ao para-brisa",
            "Alunos de {c} na fila para entrar no ônibus",
            "O velho volante, agora suporte para mapas",
        ],
        "lines": [
            "O ônibus que ligava {c} a {e} não anda mais, mas leva {m} crianças todos os dias.",
            "Foi a professora {p} quem pediu as chaves quando o telhado da escola cedeu.",
            "O antigo motorista, {q}, cuida dos livros e ainda confere os bilhetes por hábito.",
            "Cada poltrona ganhou uma mesa feita com madeira doada, num custo de {k} reais.",
            "Ninguém sabe ao certo quem é o dono do veículo, fabricado em {y}.",
            "Para o ano que vem, {o} prometeu um segundo ônibus, desta vez com cozinha.",
        ],
    },
    {
        "who": "mf",
        "titles": [
            "Papagaio testemunha furto em {c} e repete a placa do carro",
            "Em {c}, o depoimento mais completo foi o do papagaio",
        ],
        "lead": "A delegada não sabe se pode colher a assinatura, mas anotou tudo.",
        "captions": [
            "O papagaio no ombro do dono, {p}, diante da delegacia",
            "A delegada {q} mostra as anotações",
            "A loja de rádios de {c} no dia seguinte ao furto",
        ],
        "lines": [
            "Um papagaio de {m} anos ajudou a esclarecer o furto de {n} rádios numa loja de {c}.",
            "Segundo o comerciante {p}, a ave passou a noite repetindo letras e números.",
            "A delegada {q} conferiu a sequência e chegou a um carro estacionado em {e}.",
            "O suspeito devolveu os aparelhos e reclamou da falta de sigilo.",
            "Uma fundação ligada a {o} ofereceu sementes de girassol como recompensa.",
            "Desde então, {k} pessoas já passaram pela loja para cumprimentar a testemunha.",
        ],
    },
    {
        "who": "mm",
        "titles": [
            "Rio muda de lado e {c} acorda na outra margem",
            "Moradores de {c} atravessam a ponte para chegar ao mesmo lugar",
        ],
        "lead": "A cheia abriu um leito novo durante a noite, e os mapas ainda não sabem.",
        "captions": [
            "O barqueiro {p} observa o leito seco em {c}",
            "A ponte que já não cruza rio nenhum",
        ],
        "lines": [
            "Quem dormiu na margem direita acordou na esquerda: o rio que banha {c} mudou de curso no domingo.",
            "O barqueiro {p} encontrou o barco a {k} metros da água.",
            "De acordo com o geógrafo {q}, o fenômeno não ocorria desde {y}.",
            "A prefeitura de {e}, que fica rio abaixo, teme perder o porto.",
            "Em nota, {o} pediu {n} semanas para redesenhar as cartas.",
            "Os pescadores já batizaram o novo trecho de Atalho.",
        ],
    },
    {
        "who": "fm",
        "titles": [
            "Costureira de {c} remenda velas de barco com guarda-chuvas",
            "A frota mais colorida do litoral sai de {c}",
        ],
        "lead": "Faltou lona em todo o litoral, e o estoque de achados e perdidos resolveu.",
        "captions": [
            "A costureira {p} une os gomos de uma vela em {c}",
            "Barcos com velas de guarda-chuva na regata de sábado",
        ],
        "lines": [
            "A oficina de {p} já transformou {k} guarda-chuvas esquecidos em velas para os barcos de {c}.",
            "O mestre {q} garante que a sua embarcação ficou mais rápida e muito menos discreta.",
            "Cada vela leva {m} gomos e duas noites de trabalho.",
            "A matéria-prima vem da estação de {e}, onde chove quase o ano inteiro.",
            "Na primeira regata, {n} barcos chegaram à frente dos favoritos.",
            "Com apoio de {o}, a costureira vai ensinar o ofício a quem quiser aprender.",
        ],
    },
    {
        "who": "mf",
        "titles": [
            "{c} cria imposto sobre fofoca e arrecada {k} moedas",
            "Fofoca paga calçada nova em {c}",
        ],
        "lead": "A caixa fica na praça, o pagamento é voluntário e ninguém quer ser visto pagando.",
        "captions": [
            "O tesoureiro {p} abre a caixa da praça de {c}",
            "A vereadora {q}, autora da proposta",
            "Trecho da calçada já concluído",
        ],
        "lines": [
            "A caixa de madeira instalada na praça de {c} rendeu {k} moedas no primeiro mês.",
            "A vereadora {q} apresentou a ideia por brincadeira e viu a lei passar por {n} votos.",
            "O tesoureiro {p} conta o dinheiro em público para evitar, diz ele, novas fofocas.",
            "Com o valor foram refeitos {m} metros de calçada.",
            "A vizinha {e} estuda copiar a medida, mas teme a concorrência.",
            "Um parecer de {o} lembra que algo parecido existiu em {y} e acabou em briga.",
        ],
    },
]
MORE = [
    "Procurada pela reportagem, a administração preferiu não se manifestar.",
    "O laudo completo deve sair em quinze dias.",
    "Quem passou por ali tirou fotografia e seguiu viagem.",
    "A chuva não atrapalhou o movimento.",
    "A iniciativa divide opiniões na feira e no salão.",
    "Uma nova reunião ficou marcada para depois da colheita.",
    "Ainda não há previsão de quanto vai custar a segunda etapa.",
    "Voluntários serviram caldo e bolo até o anoitecer.",
    "Especialistas pedem cautela antes de comemorar.",
    "O caso lembra outro, contado pelos mais velhos e nunca confirmado.",
]
SUBHEADS = ["Como tudo aconteceu", "O peso no bolso", "Vozes discordantes", "Próximos passos"]
ITEMS = [
    "Entrada gratuita até as dez da manhã",
    "Estacionamento atrás da capela",
    "Levar garrafa de água e chapéu",
]
VERSE = [
    "Maré que sobe devagar,",
    "traz de volta o meu chapéu,",
    "ô, maré cheia.",
    "Perdi o rumo do lugar,",
    "achei a estrela no céu,",
    "ô, maré cheia.",
]
QUESTIONS = [
    "E o que disse a família?",
    "Como surgiu o projeto?",
    "Qual foi o maior susto?",
    "Até quando pretende continuar?",
]
LIVE = ["Sessão é aberta com atraso", "Pausa para o almoço", "Chegam as primeiras equipes"]
WORDS = {
    "home": "Início",
    "sections": ["Cidades", "Dinheiro", "Artes", "Comportamento", "Esporte", "Campo"],
    "related": "Mais sobre o assunto",
    "also": "Leia mais",
    "most_read": "Mais lidas",
    "read_more": "Continue lendo",
    "share": ["Compartilhe", "WhatsApp", "Copiar link", "Imprimir"],
    "size": "Tamanho do texto",
    "comments": "Comentários dos leitores ({n})",
    "comment_lines": ["Que história linda", "Só aqui mesmo", "Parabéns a todos os envolvidos."],
    "reply": "Responder",
    "newsletter": "Junte-se a {n} assinantes da carta da manhã",
    "newsletter_more": "Deixe o seu e-mail e receba as notícias antes do café.",
    "paywall": "Restam {n} textos gratuitos neste mês. Assine e leia sem limite.",
    "ad": "Continua depois da publicidade",
    "tags": "Tópicos",
    "by": "Por {p}, da redação",
    "by_place": "{p}, {c}",
    "by_day": "{p} — {d}",
    "signed": "({p})",
    "where": "{s}, {c}",
    "code": "Edição {n}",
    "previous": "Notícia anterior",
    "next": "Próxima notícia",
    "dateline": "{c} ({s})",
    "updated": "Atualizada em {d}",
    "views": "{n} visualizações",
    "minutes": "{n} min de leitura",
    "follow": "Siga o canal no aplicativo",
    "author_box": "{p} cobre o interior e o litoral; está na casa desde {y}.",
    "footer": ["Expediente", "Fale conosco", "Termos de uso", "Copyright {y} {s}"],
    "menu": ["Abrir menu", "Pesquisar", "Entrar"],
    "photo": "Foto",
    "live": "Ao vivo",
    "loading": "Carregando",
    "disclaimer": "Os textos assinados não refletem necessariamente a opinião do {s}.",
    "gallery": "Galeria de fotos",
    "figure_of": "Foto {i} de {n}",
}
