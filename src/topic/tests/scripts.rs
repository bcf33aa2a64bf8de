//! Letters that look different and are the same: direction, points, dots, accents, widths.

use super::{NO, YES, check};

#[test]
fn marks_of_direction_are_nowhere() {
    check(&[
        ("\u{202b}كورونا\u{202c}", "خبر عن كورونا اليوم", YES),
        ("كورونا", "خبر عن \u{202b}كورونا\u{202c} اليوم", YES),
        ("\u{200f}\u{202a}#\u{202c}كورونا", "خبر عن #كورونا اليوم", YES),
        ("\u{200f}\u{202a}#\u{202c}كورونا", "خبر عن كورونا اليوم", NO),
        ("#كورونا", "خبر عن #\u{200f}كورونا", YES),
        ("rust", "ru\u{200e}st", YES),
        ("rust", "\u{2066}rust\u{2069}", YES),
        ("rust", "\u{feff}rust", YES),
        ("ru\u{61c}st", "rust", YES),
        ("\"a b\"", "a \u{200f}b", YES),
        ("@bob", "\u{200f}@bob", YES),
    ]);
}

#[test]
fn points_and_stretching_are_written_or_not() {
    check(&[
        ("محمد", "مُحَمَّد", YES),
        ("مُحَمَّد", "محمد", YES),
        ("سلام", "ســـلام عليكم", YES),
        ("سـلام", "سلام", YES),
        ("سلام", "سلامة", NO),
        ("שלום", "שָׁלוֹם", YES),
        ("שָׁלוֹם", "שלום", YES),
        ("#שלום", "#שָׁלוֹם", YES),
        ("על־ידי", "עַל־יְדֵי", YES),
        ("#سلام", "#ســـلام", YES),
        ("رحمن", "رحمٰن", YES),
    ]);
}

#[test]
fn every_i_is_one() {
    check(&[
        ("yardım", "ACİL YARDIM LAZIM", YES),
        ("yardim", "YARDIM", YES),
        ("YARDIM", "yardım", YES),
        ("acil", "ACİL", YES),
        ("#yardım", "#YARDIM geldi", YES),
        ("istanbul", "i\u{307}stanbul", YES),
        ("İstanbul", "ISTANBUL", YES),
        ("é", "e", NO),
    ]);
}

#[test]
fn greek_has_no_tonos_and_keeps_its_diaeresis() {
    check(&[
        ("τραμ", "ΤΡΑΜ", YES),
        ("αθήνα", "ΑΘΗΝΑ", YES),
        ("ΑΘΗΝΑ", "Αθήνα", YES),
        ("αθηνα", "α\u{3b8}η\u{301}να", YES),
        ("άνθρωπος", "ἄνθρωπος", YES),
        ("μαΐου", "ΜΑΪΟΥ", YES),
        ("μαιου", "μαΐου", NO),
        ("ώς", "ὡς", YES),
        ("#αθήνα", "#ΑΘΗΝΑ", YES),
        ("αθήνα", "Αθήνας", NO),
    ]);
}

#[test]
fn selectors_are_no_letters_and_wide_signs_are_signs() {
    check(&[
        ("rust", "rust\u{fe0f}", YES),
        ("rust", "❤\u{fe0f}rust", YES),
        ("#rust", "✌\u{fe0f}#rust", YES),
        ("#rust", "❤\u{fe0e}#rust", YES),
        ("@bob", "❤\u{fe0f}@bob", YES),
        ("has:hashtags", "#\u{fe0f}\u{20e3}", NO),
        ("#rust", "＃rust", YES),
        ("#rust", "＃ｒｕｓｔ", YES),
        ("＃rust", "#rust", YES),
        ("lang", "＃RustLang", YES),
        ("@bob", "＠bob", YES),
        ("has:hashtags", "＃東京", YES),
        ("#メ～テレ", "#メ〜テレ", YES),
        ("#メ", "#メ～テレ", NO),
    ]);
}
