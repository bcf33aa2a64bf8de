//! Names of languages that people write where a code is meant, and the codes.
//!
//! Whether a post is in a language is not decided here.

/// Names in English and their own tongue, codes of three letters and of countries, each in small
/// letters before the code that is meant.
const NAMES: &str = "english eng en american en british en \
    spanish spa es español es espanol es castellano es castilian es \
    portuguese por pt português pt portugues pt brazilian pt \
    german deu de ger de deutsch de french fra fr fre fr français fr francais fr \
    italian ita it italiano it dutch nld nl dut nl nederlands nl \
    japanese jpn ja jp ja 日本語 ja chinese zho zh chi zh cn zh mandarin zh 中文 zh \
    korean kor ko kr ko 한국어 ko russian rus ru русский ru ukrainian ukr uk українська uk \
    arabic ara ar العربية ar hebrew heb he persian fas fa per fa farsi fa فارسی fa \
    turkish tur tr türkçe tr turkce tr polish pol pl polski pl czech ces cs cze cs cz cs \
    greek ell el gre el gr el swedish swe sv svenska sv danish dan da dk da dansk da \
    norwegian nor no norsk no finnish fin fi suomi fi hungarian hun hu magyar hu \
    romanian ron ro rum ro română ro bulgarian bul bg croatian hrv hr serbian srp sr \
    slovak slk sk slo sk slovenian slv sl slovene sl hindi hin hi हिन्दी hi bengali ben bn \
    bangla bn urdu urd ur tamil tam ta telugu tel te marathi mar mr gujarati guj gu \
    punjabi pan pa thai tha th ไทย th vietnamese vie vi indonesian ind id malay msa ms \
    tagalog tgl tl filipino tl catalan cat ca català ca basque eus eu galician glg gl \
    welsh cym cy irish gle ga icelandic isl is estonian est et latvian lav lv lithuanian lit lt \
    swahili swa sw afrikaans afr af albanian sqi sq armenian hye hy georgian kat ka \
    undetermined und unknown und none und";

/// The code of a language by a name of it in small letters; `None` where it is no known name.
pub(super) fn code_of(name: &str) -> Option<&'static str> {
    let mut words = NAMES.split_whitespace();
    // Longer words are names, up to the code that stands behind them.
    let found = words.by_ref().any(|word| word == name && !is_code(word));
    if found { words.find(|word| is_code(word)) } else { None }
}

fn is_code(word: &str) -> bool {
    word.len() == 2 && !["jp", "cn", "kr", "cz", "gr", "dk"].contains(&word) || word == "und"
}
