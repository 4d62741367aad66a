"""Fiction of two articles each in several languages: headline and paragraphs."""

from __future__ import annotations

Story = tuple[str, tuple[str, ...]]

STORIES: dict[str, tuple[Story, Story]] = {
    "ar": (
        (
            "ميناء الشاطئ القديم يعود إلى العمل",
            (
                "عاد ميناء الشاطئ القديم في بلدة رملان إلى العمل صباح الثلاثاء بعد تسع سنوات من "
                "الإغلاق، ودخلته أربعون مركباً قبل الظهر.",
                "وقالت مسؤولة الأرصفة سلمى الديراني إن العمال نظفوا الحوض بأيديهم طوال الشتاء، "
                "وإن أحداً لم يحسب الساعات التي أمضوها هناك.",
                "ويريد المجلس البلدي أن يقرر في الخريف ما إذا كان الميناء سيبقى مفتوحاً في "
                "موسم العواصف.",
            ),
        ),
        (
            "مدرسة جبلية تزرع ألف شجرة لوز",
            (
                "زرع تلاميذ مدرسة وادي السنديان ألف شجرة لوز على السفوح المحيطة بقريتهم، في حملة "
                "بدأها معلم العلوم نادر الحلو قبل عامين.",
                "وأوضح المعلم أن كل تلميذ يعتني بعشر أشجار حتى يتخرج، ثم يسلمها إلى تلميذ أصغر "
                "منه في حفل صغير كل ربيع.",
                "وستباع أول غلة من اللوز في سوق القرية، وتخصص عائداتها لشراء حافلة جديدة.",
            ),
        ),
    ),
    "tr": (
        (
            "Eski değirmen on yıl sonra yeniden dönüyor",
            (
                "Çamlıdere kasabasındaki eski değirmen on yıl aradan sonra salı günü yeniden "
                "çalıştı, ilk çuval un aynı akşam fırına götürüldü.",
                "Değirmenci Halime Korur, çarkın taşlarını iki kış boyunca elle yonttuklarını ve "
                "kimsenin saatleri saymadığını söyledi.",
                "Belediye, değirmenin yaz boyunca ziyaretçilere açık kalıp kalmayacağına "
                "sonbaharda karar verecek.",
            ),
        ),
        (
            "Balıkçılar kayıp feneri denizin dibinde buldu",
            (
                "Kumburun açıklarında ağ çeken iki balıkçı, otuz yıl önce fırtınada kaybolan "
                "fenerin camını denizin dibinde buldu.",
                "Kaptan Rıza Tunalı camın tek bir çizik bile almadığını, ağın önce bir kayaya "
                "takıldığını sandıklarını anlattı.",
                "Fener gelecek ay limandaki küçük müzede sergilenecek ve giriş ücretsiz olacak.",
            ),
        ),
    ),
    "ko": (
        (
            "문 닫은 방앗간 십 년 만에 다시 돌아",
            (
                "솔내읍의 오래된 방앗간이 십 년 만에 화요일 아침 다시 돌기 시작했고, 첫 쌀가루는 "
                "그날 저녁 떡집으로 옮겨졌다.",
                "방앗간지기 한노을 씨는 두 겨울 동안 물레방아의 나무를 손으로 깎았으며 아무도 "
                "시간을 세지 않았다고 말했다.",
                "읍사무소는 여름 내내 방앗간을 방문객에게 열어 둘지를 가을에 결정할 계획이다.",
            ),
        ),
        (
            "어부들이 사라진 등대 유리를 바다에서 건져",
            (
                "갯마을 앞바다에서 그물을 끌던 어부 두 명이 서른 해 전 폭풍에 사라진 등대 유리를 "
                "바다에서 건져 올렸다.",
                "선장 모래찬 씨는 유리에 흠집 하나 없었으며 처음에는 그물이 바위에 걸린 줄 "
                "알았다고 설명했다.",
                "등대 유리는 다음 달 항구의 작은 박물관에 전시되며 누구나 무료로 볼 수 있다.",
            ),
        ),
    ),
    "th": (
        (
            "โรงสีเก่ากลับมาหมุนอีกครั้งในรอบสิบปี",
            (
                "โรงสีเก่าของตำบลบ้านน้ำใสกลับมาหมุนอีกครั้งเมื่อเช้าวันอังคารหลังหยุดไปสิบปี และข้าวสารถุงแรกถูกส่งไปที่"
                "ตลาดในเย็นวันเดียวกัน",
                "คุณยายทองม้วน ผู้ดูแลโรงสี เล่าว่าชาวบ้านช่วยกันแกะไม้กังหันด้วยมือตลอดสองฤดูหนาว และไม่มีใครนับชั่วโมง"
                "ที่เสียไป",
                "เทศบาลจะตัดสินใจในฤดูใบไม้ร่วงว่าจะเปิดโรงสีให้ผู้มาเยือนเข้าชมตลอดฤดูร้อนหรือไม่",
            ),
        ),
        (
            "ชาวประมงพบกระจกประภาคารที่หายไปใต้ทะเล",
            (
                "ชาวประมงสองคนที่ลากอวนหน้าอ่าวหินขาวพบกระจกประภาคารที่หายไปในพายุเมื่อสามสิบปีก่อนจมอยู่ใต้ทะเล",
                "กัปตันสมนึกบอกว่ากระจกไม่มีรอยขีดข่วนเลย และตอนแรกคิดว่าอวนไปติดก้อนหินก้อนใหญ่เข้า",
                "กระจกประภาคารจะจัดแสดงในพิพิธภัณฑ์เล็กของท่าเรือเดือนหน้า โดยเปิดให้ชมโดยไม่เสียค่าเข้า",
            ),
        ),
    ),
    "sw": (
        (
            "Kinu cha zamani chaanza tena kazi kijijini",
            (
                "Kinu cha zamani cha kijiji cha Mtondoo kilianza tena kazi Jumanne asubuhi "
                "baada ya miaka kumi, na gunia la kwanza la unga lilipelekwa sokoni jioni.",
                "Msimamizi wa kinu, Bi Zuhura Mkambala, alisema wanakijiji walichonga gurudumu kwa "
                "mikono yao misimu miwili na hakuna aliyehesabu saa.",
                "Baraza la kijiji litaamua baadaye kama kinu kitabaki wazi kwa wageni msimu wote.",
            ),
        ),
        (
            "Wavuvi wapata kioo cha mnara kilichopotea baharini",
            (
                "Wavuvi wawili waliokuwa wakivuta wavu karibu na Rasi Nyeupe walipata kioo cha "
                "mnara kilichopotea baharini kwenye dhoruba miaka thelathini iliyopita.",
                "Nahodha Juma Pwani alieleza kwamba kioo hakikuwa na mkwaruzo wowote na kwamba "
                "walidhani wavu umenasa kwenye mwamba.",
                "Kioo hicho kitaonyeshwa mwezi ujao katika makumbusho madogo ya bandari "
                "bila malipo.",
            ),
        ),
    ),
    "ur": (
        (
            "پرانی پن چکی دس برس بعد پھر چل پڑی",
            (
                "چشمہ پور کی پرانی پن چکی دس برس بعد منگل کی صبح پھر چل پڑی اور آٹے کی پہلی بوری "
                "اسی شام تنور تک پہنچا دی گئی۔",
                "چکی کی نگران زرینہ بانو نے بتایا کہ گاؤں والوں نے دو سردیوں تک لکڑی کا پہیہ اپنے "
                "ہاتھوں سے تراشا اور کسی نے گھنٹے نہیں گنے۔",
                "مقامی کونسل خزاں میں فیصلہ کرے گی کہ یہ جگہ گرمیوں میں سیاحوں کے لیے کھلی رہے "
                "گی یا نہیں۔",
            ),
        ),
        (
            "ماہی گیروں کو سمندر سے کھویا ہوا شیشہ مل گیا",
            (
                "سفید راس کے قریب جال کھینچنے والے دو ماہی گیروں کو سمندر سے مینار کا وہ شیشہ ملا "
                "جو تیس سال پہلے طوفان میں کھویا ہوا تھا۔",
                "ناخدا دلدار خان کے مطابق شیشے پر ایک بھی خراش نہیں تھی اور پہلے انہیں لگا کہ جال "
                "کسی چٹان میں پھنس گیا ہے۔",
                "شیشہ اگلے مہینے بندرگاہ کے چھوٹے عجائب گھر میں رکھا جائے گا اور داخلہ مفت ہوگا۔",
            ),
        ),
    ),
    "am": (
        (
            "አሮጌው ወፍጮ ከአሥር ዓመት በኋላ ሥራ ጀመረ",
            (
                "በምንጭ ውሃ ከተማ የሚገኘው አሮጌው ወፍጮ ከአሥር ዓመት በኋላ ማክሰኞ ጠዋት ሥራ ጀመረ፤ "
                "የመጀመሪያው ዱቄትም በዚያው ምሽት ወደ ገበያ ተወሰደ።",
                "የወፍጮው ጠባቂ ወይዘሮ አበራሽ ደምሴ የመንደሩ ሰዎች መንኮራኩሩን ሁለት ክረምት በእጃቸው "
                "እንደጠረቡት እና ማንም ሰዓቱን እንዳልቆጠረ ተናግረዋል።",
                "ምክር ቤቱ ወፍጮው ለጎብኚዎች ክፍት ሆኖ ይቆይ እንደሆነ በመጸው ይወስናል።",
            ),
        ),
        (
            "ዓሣ አጥማጆች የጠፋውን የመብራት መስታወት አገኙ",
            (
                "በነጭ ድንጋይ ሐይቅ ዳርቻ መረብ ሲጎትቱ የነበሩ ሁለት ዓሣ አጥማጆች ከሠላሳ ዓመት በፊት በማዕበል "
                "የጠፋውን የመብራት መስታወት አገኙ።",
                "ካፒቴን ገብሬ ወልዱ መስታወቱ አንድም ጭረት እንዳልነበረው እና መረቡ ድንጋይ የያዘ መስሏቸው እንደነበር ገልጸዋል።",
                "መስታወቱ በሚቀጥለው ወር በወደቡ ትንሽ ሙዚየም ያለ ክፍያ ለሕዝብ ይታያል።",
            ),
        ),
    ),
    "vi": (
        (
            "Cối xay gió cũ quay trở lại sau mười năm",
            (
                "Cối xay gió cũ ở thị trấn Suối Lành quay trở lại vào sáng thứ Ba sau mười năm "
                "ngừng hoạt động, và bao bột đầu tiên được đưa ra chợ ngay chiều hôm đó.",
                "Người trông cối, bà Lê Thị Mơ, cho biết dân làng đã đẽo cánh gỗ bằng tay suốt hai "
                "mùa đông và không ai đếm số giờ đã bỏ ra.",
                "Hội đồng thị trấn sẽ quyết định vào mùa thu liệu nơi này có mở cửa cho du khách "
                "suốt mùa hè hay không.",
            ),
        ),
        (
            "Ngư dân tìm thấy tấm kính hải đăng thất lạc",
            (
                "Hai ngư dân kéo lưới gần Mũi Trắng đã tìm thấy dưới đáy biển tấm kính hải đăng "
                "thất lạc trong một cơn bão ba mươi năm trước.",
                "Thuyền trưởng Phan Biển kể rằng tấm kính không có lấy một vết xước và lúc đầu họ "
                "tưởng lưới mắc vào tảng đá.",
                "Tấm kính hải đăng sẽ được trưng bày tại bảo tàng nhỏ của bến cảng trong tháng "
                "tới.",
            ),
        ),
    ),
}
