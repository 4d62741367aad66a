"""Spanish: fiction about places and people that do not exist."""

# A sentence is one line, however long.
# ruff: noqa: E501

MEN = ["Anselmo Ribalta Cuesta", "Tadeo Villarroel", "Ciro Montesa", "Leandro Pozuelo"]
WOMEN = ["Jacinta Olmedilla", "Rosaura Cienfuentes", "Nuria Valdearcos", "Pilar Encinares"]
PEOPLE = MEN + WOMEN
PLACES = [
    "Villasombra",
    "Puerto Candil",
    "Aldea del Viento",
    "San Telmo de la Ría",
    "Peñarrubia Alta",
]
ORGS = [
    "la Agencia del Agua",
    "la Mancomunidad del Valle",
    "la Casa de los Oficios",
    "la Cofradía Menor",
]
AGENCIES = ["Agencia Vega", "Luz de Ría", "A.V.N."]
CREDITS = ["| {a}", "Foto: {p}", "/ {p}, {a}", "/ Cedida por {a}"]
MONTHS = ["febrero", "abril", "julio", "septiembre"]
DATE = "{d} de {m} de {y}"
CLOCK = "{date} a las {clock} h"

TOPICS = [
    {
        "who": "mf",
        "titles": [
            "El farero de {c} vuelve a su puesto tras {n} inviernos",
            "{c} enciende su faro y apaga la discusión",
        ],
        "lead": "La lámpara se alimenta con aceite de cocina usado que los bares recogen cada viernes.",
        "captions": [
            "El farero {p} limpia la lente antes de la primera noche",
            "Vista del faro de {c} desde el espigón",
            "Bidones de aceite apilados junto a la escalera",
        ],
        "lines": [
            "El faro de {c} volvió a girar el jueves, después de que {o} aprobara el cambio de combustible.",
            "«No es luz, es compañía», resumió el farero {p}, que subió los {k} escalones sin detenerse.",
            "Los bares entregan {m} litros de aceite usado a la semana y reciben a cambio sal marina.",
            "La capitana {q} recuerda que desde {y} los barcos entraban guiándose por el letrero de una farmacia.",
            "En {e} algunos vecinos se quejan del olor a fritura cuando sopla el poniente.",
            "El Ayuntamiento estudia ahora perfumar el aceite con romero.",
        ],
    },
    {
        "who": "fm",
        "titles": [
            "Una panadera de {c} reparte el pan por tirolina",
            "El pan cruza volando el barranco de {c}",
        ],
        "lead": "La carretera sigue cortada y nadie quiere volver al pan congelado.",
        "captions": [
            "La panadera {p} engancha la primera cesta en {c}",
            "Un vecino espera su barra al otro lado del barranco",
        ],
        "lines": [
            "Cada mañana a las seis, {p} lanza {k} barras de pan por un cable tendido sobre el barranco de {c}.",
            "El cable lo instaló {q}, jubilado y antiguo electricista de ferias, en {n} tardes.",
            "La carretera quedó cortada por un desprendimiento que arrastró {m} metros de muro.",
            "Desde {e} llegan ya encargos de dulces, aunque las cremas no soportan bien el viaje.",
            "Un portavoz de {o} admite que la tirolina no figura en ningún reglamento y que tampoco está prohibida.",
            "«Si se cae una cesta, comen los jabalíes», dice la panadera.",
        ],
    },
    {
        "who": "mm",
        "titles": [
            "El coro de {c} ensaya en un aljibe para ganar {n} segundos de eco",
            "Bajo tierra suena mejor: {c} canta en su aljibe",
        ],
        "lead": "El público se sienta en sillas de playa con el agua por los tobillos.",
        "captions": [
            "El director {p} marca la entrada de los bajos",
            "Los cantores de {c} bajan al aljibe con linternas",
            "Sillas y botas preparadas para el público",
        ],
        "lines": [
            "El coro municipal de {c} ha cambiado el teatro por un aljibe abandonado desde {y}.",
            "Su director, {p}, buscaba una sala donde el silencio «tardara en llegar».",
            "Caben {m} personas, y todas reciben botas de goma a la entrada.",
            "El tenor {q} perdió una partitura que apareció flotando al final del concierto.",
            "Para la gira en {e} se busca un depósito de al menos {k} metros cúbicos.",
            "Los ingresos servirán, según {o}, para reparar la bóveda.",
        ],
    },
    {
        "who": "fm",
        "titles": [
            "Dimite el reloj de {c}: dará la hora solo los domingos",
            "{c} vota a favor de un reloj con vacaciones",
        ],
        "lead": "La consulta salió adelante por {k} votos frente a {m}, y el relojero pide otro referéndum.",
        "captions": [
            "La alcaldesa {p} detiene las agujas en la plaza de {c}",
            "El relojero {q} en su taller",
        ],
        "lines": [
            "El reloj de la torre de {c} se parará de lunes a sábado por decisión de sus habitantes.",
            "La alcaldesa {p} sostiene que nadie llegaba tarde, pero todos corrían.",
            "El relojero {q} lo considera una ofensa a un mecanismo que no ha fallado desde {y}.",
            "Los comercios ajustarán su cierre al toque de campana de {e}, que se oye con viento del norte.",
            "El acuerdo, avalado por {o}, se revisará dentro de {n} meses.",
            "Mientras tanto, un grupo de escolares ha pintado un reloj de sol en el suelo.",
        ],
    },
    {
        "who": "mf",
        "titles": [
            "{k} paraguas perdidos buscan dueño en {c}",
            "La oficina de paraguas de {c} ya no cabe en su sótano",
        ],
        "lead": "El más antiguo lleva una etiqueta con un poema, y tres personas aseguran haberlo escrito.",
        "captions": [
            "Paraguas ordenados por colores en el sótano de {c}",
            "El encargado {p} abre un ejemplar de seda",
        ],
        "lines": [
            "La oficina de objetos perdidos de {c} guarda {k} paraguas y solo {n} sombreros.",
            "Su encargado, {p}, los clasifica por el ruido que hacen al abrirse.",
            "La jueza {q} tendrá que decidir de quién es el paraguas del poema, fechado en {y}.",
            "Un coleccionista de {e} ofreció comprarlos todos y fue rechazado.",
            "Los días de sol, {o} los presta para dar sombra en el mercado.",
            "Nadie ha reclamado todavía los {m} paraguas infantiles.",
        ],
    },
]
MORE = [
    "Las obras complementarias comenzarán cuando acabe la vendimia.",
    "Este diario intentó sin éxito recabar la versión de la otra parte.",
    "La propuesta fue recibida con aplausos y algún bostezo.",
    "No constan denuncias por estos hechos.",
    "El presupuesto definitivo se conocerá antes de fin de mes.",
    "Hubo chocolate para todos, pagado a escote.",
    "Los más jóvenes grabaron la escena desde los tejados.",
    "La oposición habla de ocurrencia y reclama un informe.",
    "Un ensayo parecido fracasó hace tiempo por falta de voluntarios.",
    "La jornada terminó con música y sin incidentes.",
]
SUBHEADS = [
    "Un origen discutido",
    "Las cuentas claras",
    "Quién se opone",
    "El calendario",
    "Lo que falta",
]
ITEMS = [
    "Aparcamiento gratuito junto al lavadero",
    "Autobuses cada veinte minutos desde la estación",
    "Se recomienda llevar calzado cerrado",
    "Las mascotas pueden entrar con correa",
]
VERSE = [
    "Mi barca duerme en la arena,",
    "la luna le cuenta un cuento,",
    "déjala dormir.",
    "Si pregunta la sirena,",
    "di que la acuna el viento,",
    "déjala dormir.",
]
QUESTIONS = [
    "¿Y cómo se lo tomaron en casa?",
    "¿De dónde salió la idea?",
    "¿Qué le diría a quien no lo entiende?",
    "¿Cuánto tiempo piensa seguir?",
]
LIVE = ["Arranca el pleno con retraso", "Receso de diez minutos", "Llegan los primeros resultados"]
WORDS = {
    "home": "Portada",
    "sections": ["Comarca", "Economía", "Cultura", "Gentes", "Deportes", "Medio rural"],
    "related": "También te puede interesar",
    "also": "Lee además",
    "most_read": "Lo más visto",
    "read_more": "Seguir leyendo",
    "share": ["Compartir", "Copiar enlace", "Enviar por correo", "Guardar"],
    "size": "Tamaño de letra",
    "comments": "{n} comentarios",
    "comment_lines": ["Qué bonito, gracias", "Otra foto para la campaña", "Ya era hora."],
    "reply": "Responder",
    "newsletter": "{n} lectores ya reciben nuestro boletín de las ocho",
    "newsletter_more": "Apúntate gratis y date de baja cuando quieras.",
    "paywall": "Te quedan {n} artículos este mes. Suscríbete por menos que un café.",
    "ad": "Publicidad",
    "tags": "Archivado en",
    "by": "Por {p}",
    "by_place": "{p} / {c}",
    "by_day": "{p} · {d}",
    "signed": "{p}",
    "where": "{c}, {s}",
    "code": "Ref. {n}",
    "previous": "Anterior",
    "next": "Siguiente",
    "dateline": "{s} | {c}",
    "updated": "Actualizado el {d}",
    "views": "{n} lecturas",
    "minutes": "Lectura de {n} minutos",
    "follow": "Síguenos en nuestro canal",
    "author_box": "{p} es cronista de pueblos y ferias en esta redacción desde {y}.",
    "footer": [
        "Quiénes somos",
        "Publicidad en {s}",
        "Política de cookies",
        "© {y} {s}. Todos los derechos reservados",
    ],
    "menu": ["Secciones", "Buscar", "Iniciar sesión"],
    "photo": "Foto",
    "live": "En directo",
    "loading": "Cargando",
    "disclaimer": "{s} no se responsabiliza de las opiniones de sus colaboradores.",
    "gallery": "Galería",
    "figure_of": "{i} de {n}",
}
