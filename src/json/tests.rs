//! Texts that are JSON, that are none, and that an implementation may take either way, written
//! from the grammar of RFC 8259; and how far peeking and trees agree with reading.

use super::{Error, MAX_DEPTH, Node, Result, peek, read};

/// Whether a text is JSON to its last byte; bytes that are no UTF-8 are none.
fn is_json(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let skipped = read(text, |mut reader| {
        reader.skip()?;
        reader.end()
    });
    let built: Result<()> = read(text, |mut reader| {
        Node::read(&mut reader)?;
        reader.end()
    });
    assert_eq!(skipped.is_ok(), built.is_ok(), "{text}");
    skipped.is_ok()
}

/// A text in each place where a value may stand.
fn places(value: &str) -> [String; 6] {
    [
        value.to_owned(),
        format!(" \t\r\n{value}\n"),
        format!("[{value}]"),
        format!("[1, {value} ,2]"),
        format!("{{\"k\":{value}}}"),
        format!("{{\"a\":[{{\"k\" : {value} }}],\"b\":{value}}}"),
    ]
}

#[test]
fn every_value_of_the_grammar_is_taken_in_every_place() {
    let values = [
        "null",
        "true",
        "false",
        "0",
        "-0",
        "7",
        "-7",
        "10",
        "1234567890",
        "123456789012345678901234567890",
        "0.0",
        "-0.5",
        "1.0",
        "3.14159265358979323846",
        "1e1",
        "1E1",
        "1e+1",
        "1e-1",
        "0e0",
        "0e+10",
        "-1.5E-300",
        "1e400",
        "-1e-400",
        "1.0000000000000000000000000000001",
        "20e1",
        "123.456e78",
        r#""""#,
        r#"" ""#,
        r#""a""#,
        r#""\"""#,
        r#""\\""#,
        r#""\/""#,
        r#""\b\f\n\r\t""#,
        r#""\u0000""#,
        r#""\u00e9""#,
        r#""\u20AC""#,
        r#""\ud83e\udd80""#,
        r#""\uFFFF""#,
        r#""\uFFFE""#,
        r#""\u0022\u005c""#,
        r#""\\\\\\""#,
        r#""\\u0041""#,
        "\"é€🦀\"",
        "\"\u{7f}\"",
        "\"\u{2028}\u{2029}\"",
        "\"\u{feff}\"",
        "\"/* none */\"",
        "\"{}[],:\"",
        "\"1\"",
        "\"null\"",
        "[]",
        "[ ]",
        "[\n]",
        "[[]]",
        "[[],[]]",
        "[null]",
        "[1,2,3]",
        "[1,\"a\",{},[],null]",
        "{}",
        "{ }",
        "{\n}",
        r#"{"":0}"#,
        r#"{"a":1}"#,
        r#"{"a":1,"a":2}"#,
        r#"{"a":{},"b":[]}"#,
        r#"{"\u0061":1}"#,
        r#"{"a b":{"c":{"d":[{"e":1}]}}}"#,
        r#"{"\\":"\\"}"#,
        r#"{"k":"","l":" "}"#,
    ];
    for value in values {
        for text in places(value) {
            assert!(is_json(text.as_bytes()), "{text}");
        }
    }
}

#[test]
fn nothing_else_is_taken_in_any_place() {
    let values = [
        "",
        "nul",
        "nulll",
        "Null",
        "NULL",
        "tru",
        "True",
        "truee",
        "fals",
        "falsey",
        "undefined",
        "NaN",
        "-NaN",
        "Infinity",
        "-Infinity",
        "inf",
        "+1",
        "++1",
        "+Infinity",
        "01",
        "-01",
        "00",
        "-00",
        "1.",
        "-1.",
        ".5",
        "-.5",
        ".",
        "-",
        "--1",
        "1..0",
        "1.2.3",
        "1e",
        "1e+",
        "1E-",
        "1e1.5",
        "1ee1",
        "1e+-1",
        "0x1F",
        "0b1",
        "1_000",
        "1,000",
        "1 000",
        "1a",
        "1e1x",
        "٣",
        "１",
        "-x",
        "- 1",
        "2.e3",
        "0.e1",
        "0e",
        "9e+",
        "1+2",
        "1/2",
        "\u{a0}1",
        "\"",
        "\"a",
        "a\"",
        "'a'",
        "`a`",
        r#""\""#,
        r#""\a""#,
        r#""\x41""#,
        r#""\0""#,
        r#""\'""#,
        r#""\u""#,
        r#""\u1""#,
        r#""\u12""#,
        r#""\u123""#,
        r#""\u12g4""#,
        r#""\U0041""#,
        r#""\u 041""#,
        r#""\u+041""#,
        r#""\uD83"x"#,
        r#""\ ""#,
        "\"\n\"",
        "\"\r\"",
        "\"\t\"",
        "\"\0\"",
        "\"\u{1f}\"",
        "\"a\"b\"",
        "\"a\"\"b\"",
        "\\\"a\\\"",
        "“a”",
        "[",
        "]",
        "[1",
        "1]",
        "[1,",
        "[1,]",
        "[,1]",
        "[,]",
        "[1,,2]",
        "[1 2]",
        "[1;2]",
        "[1:2]",
        "[\"a\":1]",
        "[1}",
        "[[1]",
        "[1]]",
        "[\"a",
        "[\"a\",",
        "[tru]",
        "[a]",
        "[*]",
        "(1)",
        "<1>",
        "[1,\n",
        "[{}",
        "[}",
        "[1.]",
        "[-]",
        "[\"\\\"]",
        "{",
        "}",
        "{{}}",
        "{,}",
        "{\"a\"}",
        "{\"a\",1}",
        "{\"a\":}",
        "{:1}",
        "{\"a\":1,}",
        "{\"a\":1,,\"b\":2}",
        "{\"a\" 1}",
        "{\"a\":1 \"b\":2}",
        "{\"a\":1;\"b\":2}",
        "{a:1}",
        "{'a':1}",
        "{1:1}",
        "{null:1}",
        "{true:1}",
        "{[]:1}",
        "{\"a\":1",
        "{\"a\":\"b",
        "{\"a",
        "{\"a\":",
        "{\"a\"::1}",
        "{\"a\":1:2}",
        "{\"a\":1}}",
        "{\"a\":1]",
        "{\"a\":[}",
        "{\"a\":1},",
        "{}{}",
        "{} []",
        "{\"a\":/*c*/1}",
        "{\"a\":1}//c",
        "# c\n1",
        "1 # c",
        "{\"a\":1}#",
        "{\"\\x\":1}",
        "{\"a\nb\":1}",
        "{\"a\":01}",
        "{\"a\":+1}",
        "@",
        "&",
        "?",
        "\\",
        "\\u0031",
        "$",
        "\u{feff}1",
        "1\u{0}",
        "\u{0}",
        "1\u{c}",
        "\u{b}1",
        "\u{2060}1",
        "a",
        "é",
    ];
    for value in values {
        // What is broken stays so wherever it stands, but for what a place completes or separates.
        let alone = value.as_bytes();
        assert!(!is_json(alone), "{value}");
        if !matches!(value, "[1" | "1]" | "" | "1,000" | "}" | "]" | "[1," | "[1,\n")
            && !value.contains([',', ']', '}'])
        {
            for text in places(value) {
                assert!(!is_json(text.as_bytes()), "{text}");
            }
        }
    }
}

#[test]
fn bytes_that_are_no_text_are_no_json() {
    let rows: [&[u8]; 12] = [
        b"\"\xff\"",
        b"\"\xc3\"",
        b"\"\xc3\x28\"",
        b"\"\xe2\x82\"",
        b"\"\xed\xa0\x80\"",
        b"\"\xf4\x90\x80\x80\"",
        b"\"\xc0\xaf\"",
        b"[\xff]",
        b"{\"\xe9\":1}",
        b"\xff\xfe[\0]\0",
        b"\0[\0]",
        b"\xe9",
    ];
    for bytes in rows {
        assert!(!is_json(bytes), "{bytes:?}");
        assert_eq!(peek(bytes, ["k"]), None);
    }
}

#[test]
fn what_may_be_taken_either_way_is_taken_as_written_here() {
    // Half a pair, a number beyond every float, a name twice: sound by the grammar.
    for text in [
        r#""\ud800""#,
        r#""\udc00x""#,
        r#""\ud83e\ud83e""#,
        r#""\ud83e\u0041""#,
        "1e999999999",
        r#"{"a":1,"a":[]}"#,
    ] {
        assert!(is_json(text.as_bytes()), "{text}");
    }
    // A mark of byte order is taken off before; here it is no blank.
    assert!(!is_json("\u{feff}{}".as_bytes()));
}

#[test]
fn nesting_is_bounded_whatever_nests() {
    let depth = MAX_DEPTH as usize;
    for (open, close) in [("[", "]"), ("{\"a\":", "}"), ("[{\"a\":", "}]")] {
        let levels = open.matches(['[', '{']).count();
        let nested = |times: usize| format!("{}1{}", open.repeat(times), close.repeat(times));
        assert!(is_json(nested(depth / levels).as_bytes()), "{open}");
        let deeper = nested(depth / levels + 1);
        let found = read(&deeper, |mut reader| reader.skip());
        assert_eq!(found, Err(Error::TOO_DEEP), "{open}");
        let bomb = open.repeat(200_000);
        assert_eq!(read(&bomb, |mut reader| reader.skip()), Err(Error::TOO_DEEP));
        assert!(read(&bomb, |mut reader| Node::read(&mut reader).map(|_| ())).is_err());
    }
}

#[test]
fn the_place_of_what_is_wrong_is_told() {
    for (text, place) in
        [("[1,}", 3), ("{\"a\" 1}", 5), ("\"a\nb\"", 2), ("", 0), ("[", 1), ("1 2", 2)]
    {
        let found = read(text, |mut reader| {
            reader.skip()?;
            reader.end()
        });
        assert_eq!(found, Err(Error(place)), "{text}");
    }
}

proptest::proptest! {
    #[test]
    fn any_text_of_json_signs_is_judged_as_a_full_parser_judges_it(text in r#"[\[\]{}:, "a1.e+\-0tnul\\/]{0,32}"#) {
        let sound = serde_json::from_str::<serde::de::IgnoredAny>(&text).is_ok();
        proptest::prop_assert_eq!(is_json(text.as_bytes()), sound, "{}", text);
    }

    #[test]
    fn a_tree_says_what_a_full_parser_says(text in r#"[\[\]{}:,"ab1 \\n]{0,24}"#) {
        if let Ok(value) = serde_json::from_str::<serde_json::Value>(&text) {
            let same = read(&text, |mut reader| Ok(agree(&Node::read(&mut reader)?, &value)));
            proptest::prop_assert_eq!(same, Ok(true), "{}", text);
        }
    }
}

/// Whether a tree holds what a value of the full parser holds.
fn agree(node: &Node<'_>, value: &serde_json::Value) -> bool {
    match (node, value) {
        (Node::Null, serde_json::Value::Null) => true,
        (Node::Bool(one), serde_json::Value::Bool(other)) => one == other,
        (Node::Number(_), serde_json::Value::Number(_)) => true,
        (Node::Text(text), serde_json::Value::String(other)) => text.unescape() == *other,
        (Node::List(list), serde_json::Value::Array(other)) => {
            list.len() == other.len()
                && list.iter().zip(other).all(|(one, other)| agree(one, other))
        }
        (Node::Object(object), serde_json::Value::Object(other)) => {
            other.iter().all(|(name, value)| match object.get(name) {
                Some(node) => agree(node, value),
                None => value.is_null(),
            })
        }
        _ => false,
    }
}
