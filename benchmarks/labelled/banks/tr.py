"""Turkish: fiction about places and people that do not exist."""

MEN = ["Ertuğrul Kayabaşı", "Sinan Derebey", "Orhan Çamlıca", "Tarık Ulukaya"]
WOMEN = ["Nermin Akpınar", "Gülce Yaylacı", "Sevda Karagöl", "Aylin Taşköprülü"]
PEOPLE = MEN + WOMEN
PLACES = ["Akçakıyı", "Eskipınar", "Yeşilburun", "Taşoluk", "Gümüşlüdere", "Karaçınar"]
ORGS = ["Bölge Su Kurumu", "Eski Köprüler Derneği", "Çobanlar Birliği", "Vadi Meclisi"]
AGENCIES = ["Kıyı Ajansı", "Vadi Foto", "K.H.A."]
CREDITS = ["({a})", "(Arşiv - {a})", "Fotoğraf: {p}", "({p} / {a})"]
MONTHS = ["Ocak", "Mart", "Haziran", "Ekim"]
DATE = "{d} {m} {y}"

TOPICS = [
    {
        "who": "mf",
        "titles": [
            "{c} kasabasında taş köprü {n} yıl sonra yeniden açıldı",
            "Taş köprü yeniden ayakta: {c} yürüyüşe çıktı",
        ],
        "lead": "Onarım iki hafta erken bitti, ancak mahalleli kamyonların geçmesini istemiyor.",
        "captions": [
            "İşçiler son iskeleyi söküyor, {c}",
            "Mühendis {p} köprünün ayaklarını inceliyor",
            "Çocuklar açılış günü köprüden geçiyor",
        ],
        "lines": [
            "{c} kasabasındaki taş köprü, {n} yıl süren onarımın ardından pazartesi günü açıldı.",
            "Mühendis {p}, her taşın yerinden oynatılmadan önce numaralandığını söyledi.",
            "Onarım {k} bin liraya mal oldu, paranın yarısını kasabalılar topladı.",
            "Bahar seli iki ayağı yıkmış, araçlar {e} üzerinden dolaşmak zorunda kalmıştı.",
            "Kahve sahibi {q}, kamyonların geri dönmesinden korkuyor.",
            "Yaz sonuna kadar köprüden yalnızca yayalar ve bisikletliler geçebilecek.",
        ],
    },
    {
        "who": "mf",
        "titles": [
            "{n} günlük fırtınanın ardından {c} balıkçıları denize çıktı",
            "Fırtına dindi, {c} yırtılan ağlarını sayıyor",
        ],
        "lead": "En az {m} tekne zarar gördü, ilk ödemeler bir ay içinde yapılacak.",
        "captions": [
            "Tekneler gün ağarmadan limanda, {c}",
            "Balıkçı {p} rıhtımda ağlarını onarıyor",
        ],
        "lines": [
            "Fırtına dindikten sonra ilk kez {m} tekne gün ağarmadan {c} limanından ayrıldı.",
            "Balıkçı {p}, {y} yılından beri böyle dalga görmediğini anlattı.",
            "Liman girişinde rüzgârın hızı saatte {m} kilometreyi buldu.",
            "Motorunu yitiren herkese yardım edileceğini {o} duyurdu.",
            "{e} pazarında balık fiyatı hafta içinde ikiye katlandı, cuma günü biraz geriledi.",
            "Yirmi yıldır balık satan {q}, “Fiyatı sorup gidiyorlar” dedi.",
        ],
    },
    {
        "who": "fm",
        "titles": [
            "{c} kütüphanesinde rafın arkasından gezi defteri çıktı",
            "Unutulmuş {k} yapraklık defter {c} kütüphanesinde bulundu",
        ],
        "lead": "Defterin ne kapağı ne de yazarının adı var, uzmanlar hiç basılmadığını düşünüyor.",
        "captions": [
            "Defterden bir sayfa, {c} kütüphanesi",
            "Kütüphaneci {p} sayfaları eldivenle çeviriyor",
        ],
        "lines": [
            "{c} kütüphanesinde bir rafın arkasında {k} yapraklık bir defter bulundu.",
            "Defteri, raf atılmak üzereyken kütüphaneci {p} fark etti.",
            "Adı bilinmeyen yazar, {e} yönünde kırk gün süren bir yürüyüşü anlatıyor.",
            "Tarihçi {q}, mürekkebin meşe mazısından yapıldığını düşünüyor.",
            "Sayfaların kıştan önce fotoğraflanması için parayı {o} verecek.",
            "Kapak ile ilk {n} yaprak eksik, bu yüzden yazarın adı da bilinmiyor.",
        ],
    },
    {
        "who": "mf",
        "titles": [
            "{c} ile kıyı arasında yavaş tren denemeleri başladı",
            "Bilerek {n} saat süren yolculuk: {c} yavaş treni deniyor",
        ],
        "lead": "Yapımcılara göre bütün fikir yavaşlıkta, köyler de bundan memnun.",
        "captions": [
            "Deneme treni {c} istasyonundan ayrılıyor",
            "Proje yöneticisi {p} eski tüneli inceliyor",
        ],
        "lines": [
            "Deneme treni sabah altıda kurayla seçilen {k} yolcuyla {c} istasyonundan kalktı.",
            "Tren, {y} yılından beri hiçbir trenin durmadığı {n} küçük istasyonda duruyor.",
            "Proje yöneticisi {p}, “Amaç varmak değil, görmek” diye konuştu.",
            "Yolcular adına konuşan {q}, biletin köylüler için pahalı olduğunu savundu.",
            "Kararı {o} verecek, düzenli seferler sonbaharda başlayabilir.",
            "{e} istasyonunda halk yolcuları elma ve kahveyle karşıladı.",
        ],
    },
    {
        "who": "mf",
        "titles": [
            "{c} yangınlara karşı {k} keçi işe aldı",
            "Belediyenin yeni çalışanları keçiler: {c} yaza hazırlanıyor",
        ],
        "lead": "Sürü her yaz yanan otları yiyor, çobanın da artık maaşı var.",
        "captions": [
            "Sürü yamaçlarda otluyor, {c}",
            "Çoban {p} ve köpeği işe başlıyor",
        ],
        "lines": [
            "{c} belediyesi evlerin arasındaki kuru otları yesin diye {k} keçi aldı.",
            "Çoban {p} artık kimlik kartı ve izni olan bir belediye çalışanı.",
            "Sürü, makinelerin devrildiği yamaçlarda günde {n} hektarı temizliyor.",
            "Bazı kasabalılar güllerinin de yendiğinden yakındı.",
            "Meclis üyesi {q}, her gülün bedelinin ödeneceğine söz verdi.",
            "Gelecek ay {e} kasabasından bir kurul sürüyü görmeye gelecek.",
        ],
    },
    {
        "who": "mf",
        "titles": [
            "{n} saatlik kesinti {c} halkına yıldızları gösterdi",
            "Işıklar söndü, {c} meydanına teleskoplar çıktı",
        ],
        "lead": "Yaralanan olmadı, bir öğretmen ışıkların her ay söndürülmesini istiyor.",
        "captions": [
            "Çatıların üzerinde Samanyolu, {c}",
            "Amatör gökbilimci {p} gezegenleri anlatıyor",
        ],
        "lines": [
            "Salı akşamı ana merkezdeki arıza yüzünden {c} karanlıkta kaldı.",
            "Amatör gökbilimci {p} teleskobunu meydana taşıdı, {m} kişi sıraya girdi.",
            "Büyük bir kuşun tele değdiğini {o} açıkladı.",
            "Hastanelerde olay yaşanmadı, çünkü jeneratörler hemen devreye girdi.",
            "Öğretmen {q}, ışıkların ayda bir bilerek söndürülmesini önerdi.",
            "{e} kasabasında öneri için bir günde {k} imza toplandı.",
        ],
    },
]
MORE = [
    "Haber hazırlanırken resmî bir açıklama yapılmamıştı.",
    "Ayrıntıların gelecek hafta açıklanması bekleniyor.",
    "Bazı kasabalılar kendilerine hiç sorulmadığını söylüyor.",
    "Onlarca meraklı olanları karşı balkonlardan izledi.",
    "Daha önceki bir girişim parasızlıktan yarım kalmıştı.",
    "Düzenleyenler gece gündüz çalışan gönüllülere teşekkür etti.",
    "İlk sonuçların mevsim sonunda alınması bekleniyor.",
    "Karşı çıkanlar paranın daha yararlı bir yere harcanabileceğini savunuyor.",
    "Meclis konuyu özel bir oturumda görüşecek.",
    "Dükkânlar olayın onuruna bir saat kapandı.",
]
SUBHEADS = ["Her şey nasıl başladı", "Sayılar ve ayrıntılar", "Karşı sesler", "Bundan sonra"]
ITEMS = [
    "Sokak sabah sekizden sonra araçlara kapalı",
    "Su üç kapıda ücretsiz dağıtılıyor",
    "Bisikletler çarşının arkasına bırakılabilir",
]
VERSE = [
    "Ey ırmak, ağır ak bu gece,",
    "kıyı uzun, karanlık ince,",
    "bizi eve götür.",
    "Rüzgâra dedim sus biraz,",
    "o direklere okudu saz,",
    "bizi eve götür.",
]
QUESTIONS = [
    "Peki sonra ne oldu?",
    "Bu fikir nasıl doğdu?",
    "En zor an hangisiydi?",
    "Eleştirenlere ne dersiniz?",
]
LIVE = ["Oturum açıldı", "Başkandan kısa bir söz", "Yağmur çalışmaları durdurdu"]
WORDS = {
    "home": "Ana sayfa",
    "sections": ["Yerel", "Ekonomi", "Kültür", "Toplum", "Spor", "Doğa"],
    "related": "İlgili haberler",
    "also": "Ayrıca okuyun",
    "most_read": "Çok okunanlar",
    "read_more": "Devamını oku",
    "share": ["Paylaş", "Bağlantıyı kopyala", "Yazdır"],
    "size": "Yazı boyutu",
    "comments": "Yorumlar ({n})",
    "comment_lines": [
        "Çok güzel bir haber, teşekkürler",
        "Belediye bugüne kadar neredeydi?",
        "Doğru söze ne denir.",
    ],
    "reply": "Yanıtla",
    "newsletter": "Sabah bültenimizi okuyan {n} kişiye katılın",
    "newsletter_more": "E-posta adresinizi yazın, günün haberleri size gelsin.",
    "paywall": "Bu ay {n} ücretsiz haberiniz kaldı. Sınırsız okumak için abone olun.",
    "ad": "Reklam",
    "tags": "Etiketler",
    "by": "Haber: {p}",
    "dateline": "{s} ({c})",
    "updated": "Son güncelleme: {d}",
    "views": "{n} görüntülenme",
    "minutes": "Okuma süresi {n} dk",
    "follow": "Kanalımızı izleyin",
    "author_box": "{p} kentleri ve insanları yazıyor, {y} yılından beri gezici muhabir.",
    "footer": ["Hakkımızda", "İletişim", "Gizlilik", "Her hakkı saklıdır © {s} {y}"],
    "menu": ["Menü", "Ara", "Giriş"],
    "photo": "Fotoğraf",
    "live": "Canlı",
    "loading": "Yükleniyor...",
    "disclaimer": "Yazılardaki görüşler yazarlarına aittir, {s} görüşünü yansıtmaz.",
    "gallery": "Galeri",
    "figure_of": "{i} / {n}",
}
