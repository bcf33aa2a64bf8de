//! Sums leave the process and come back as they were.

use super::{entries, score, tally};
use crate::topic::TopicId;
use crate::window::codec::put_u64;
use crate::window::{Authors, Codec, CodecError, Coverage, Decoder, Pane, Point, Tally};
use data_encoding::HEXLOWER;
use proptest::prelude::*;

/// What every later version has to read, and this one writes.
const GOLDEN: &str = include_str!("../../../fixtures/codec-v1.txt");

fn authors(number: u64) -> Authors {
    let mut authors = Authors::default();
    (0..number).for_each(|author| authors.add(author));
    authors
}

fn scored(posts: i16) -> Tally {
    let mut tally = Tally::default();
    for post in 0..posts {
        let author = u64::from(post.unsigned_abs());
        tally.add((post % 3 > 0).then(|| score(post * 97 - 5_000)), Some(author));
    }
    tally
}

fn pane(topics: &[(u32, i16)]) -> Pane {
    let mut pane = Pane::default();
    for (topic, posts) in topics {
        let place = pane.place(TopicId(*topic));
        pane.at(place).unwrap().merge(&scored(*posts));
        for post in 0..*posts {
            pane.all.add((post % 3 > 0).then(|| score(post * 97 - 5_000)));
        }
    }
    pane
}

/// One of each, by name.
fn samples() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("tally-empty", Tally::default().encode()),
        ("tally-one", scored(1).encode()),
        ("tally-few", scored(9).encode()),
        ("tally-many", scored(150).encode()),
        ("authors-sparse", authors(3).encode()),
        ("authors-dense", authors(100).encode()),
        ("coverage", Coverage::new(u128::from(u64::MAX) * 3, u128::MAX / 5).encode()),
        ("point", pane(&[(0, 5)]).all.encode()),
        ("pane-empty", Pane::default().encode()),
        ("pane", pane(&[(70_000, 4), (0, 2), (3, 7)]).encode()),
    ]
}

#[test]
fn the_bytes_are_those_of_the_first_day() {
    let written: String = samples()
        .into_iter()
        .map(|(name, bytes)| format!("{name} {}\n", HEXLOWER.encode(&bytes)))
        .collect();
    assert!(written == GOLDEN, "{written}");
    for line in GOLDEN.lines() {
        let (name, bytes) = line.split_once(' ').unwrap();
        let bytes = HEXLOWER.decode(bytes.as_bytes()).unwrap();
        let again = match name.split('-').next().unwrap() {
            "tally" => Tally::decode(&bytes).unwrap().encode(),
            "authors" => Authors::decode(&bytes).unwrap().encode(),
            "coverage" => Coverage::decode(&bytes).unwrap().encode(),
            "point" => Point::decode(&bytes).unwrap().encode(),
            _ => Pane::decode(&bytes).unwrap().encode(),
        };
        assert_eq!(again, bytes, "{name}");
    }
}

#[test]
fn what_is_no_sum_is_refused() {
    let bytes = |body: &[u8]| [&[b'T', 1], body].concat();
    let impossible = CodecError::Impossible;
    let rows: [(Vec<u8>, CodecError); 10] = [
        (vec![], CodecError::Short),
        (vec![b'T'], CodecError::Short),
        (vec![b'P', 1], CodecError::Kind { found: b'P', wanted: b'T' }),
        (vec![b'T', 0], CodecError::Version(0)),
        (vec![b'T', 2], CodecError::Version(2)),
        (bytes(&[0; 3]), CodecError::Short),
        (bytes(&[0; 9]), CodecError::Long(1)),
        (bytes(&[1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]), impossible("number of scored posts")),
        (bytes(&[1, 0, 0, 0, 2, 0, 0, 0]), impossible("sum")),
        (bytes(&[0x80, 0x00, 0, 0, 0, 0, 0, 0, 0]), impossible("number")),
    ];
    for (bytes, error) in rows {
        assert_eq!(Tally::decode(&bytes), Err(error), "{bytes:?}");
    }
    let rows: [(&[u8], CodecError); 5] = [
        (&[2], impossible("form of authors")),
        (&[0, 100], CodecError::Short),
        (&[&[0, 2][..], &[7; 16]].concat(), impossible("order of authors")),
        (&[&[0, 100][..], &[7; 800]].concat(), impossible("number of authors")),
        (&[&[1][..], &[0xff; 768]].concat(), impossible("register of authors")),
    ];
    for (body, error) in rows {
        let bytes = [&[b'A', 1], body].concat();
        assert_eq!(Authors::decode(&bytes), Err(error), "{body:?}");
    }
    assert_eq!(Coverage::decode(&[b'C', 1, 2, 1]), Err(impossible("coverage")));
    let too_high =
        [vec![b'P', 1, 0, 0, 0, 0, 0, 1], vec![0xff; 4], vec![0x7f], vec![0; 8]].concat();
    assert_eq!(Pane::decode(&too_high), Err(impossible("topic")));
}

/// A number of topics that would not fit into any memory costs nothing.
#[test]
fn a_number_that_promises_more_than_there_is_is_refused_at_once() {
    let mut bytes = vec![b'P', 1, 0, 0, 0, 0, 0];
    put_u64(&mut bytes, u64::MAX);
    assert_eq!(Pane::decode(&bytes), Err(CodecError::Short));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

    #[test]
    fn a_tally_is_read_as_it_was_written(posts in entries()) {
        let tally = tally(&posts);
        prop_assert_eq!(Tally::decode(&tally.encode()), Ok(tally));
    }

    #[test]
    fn panes_that_were_written_merge_like_those_that_were_not(
        one in prop::collection::btree_map(0..90_u32, 0..200_i16, 0..6),
        two in prop::collection::btree_map(0..90_u32, 0..200_i16, 0..6),
    ) {
        let of = |topics: &std::collections::BTreeMap<u32, i16>| {
            pane(&topics.iter().rev().map(|(topic, posts)| (*topic, *posts)).collect::<Vec<_>>())
        };
        let (one, two) = (of(&one), of(&two));
        let mut whole = one.clone();
        whole.merge(&two);
        let mut read = Pane::decode(&one.encode()).unwrap();
        prop_assert_eq!(&read, &one);
        read.merge(&Pane::decode(&two.encode()).unwrap());
        prop_assert_eq!(read.bytes(), whole.bytes());
        prop_assert_eq!(read.encode(), whole.encode());
    }

    #[test]
    fn whole_numbers_are_read_as_they_were_written(number in any::<u64>(), cut in 0..64_u32) {
        let number = number >> cut;
        let mut out = Vec::new();
        put_u64(&mut out, number);
        let mut bytes = Decoder::inside(&out, 1);
        prop_assert_eq!((bytes.u64(), bytes.end()), (Ok(number), Ok(())));
        let signed = number.cast_signed();
        out.clear();
        crate::window::codec::put_i64(&mut out, signed);
        prop_assert_eq!(Decoder::inside(&out, 1).i64(), Ok(signed));
    }

    #[test]
    fn bytes_from_strangers_are_read_or_refused(
        mut bytes in prop::collection::vec(any::<u8>(), 2..60), place in any::<prop::sample::Index>(),
        byte in any::<u8>(),
    ) {
        for kind in [b'T', b'A', b'C', b'O', b'P'] {
            (bytes[0], bytes[1]) = (kind, 1);
            try_all(&bytes);
        }
        for (_, mut sample) in samples() {
            let place = place.index(sample.len());
            sample[place] = byte;
            try_all(&sample);
            try_all(&sample[..place]);
        }
    }
}

/// Whatever can be read can be used and is written as it was read.
fn try_all(bytes: &[u8]) {
    if let Ok(tally) = Tally::decode(bytes) {
        let _ = (tally.mean(), tally.std(), tally.net(), tally.authors(), tally.unscored());
        assert_eq!(tally.encode(), bytes);
    }
    if let Ok(authors) = Authors::decode(bytes) {
        assert_eq!((authors.encode(), authors.count()), (bytes.to_vec(), authors.count()));
    }
    if let Ok(coverage) = Coverage::decode(bytes) {
        assert_eq!((coverage.encode(), coverage.share()), (bytes.to_vec(), coverage.share()));
    }
    if let Ok(point) = Point::decode(bytes) {
        assert_eq!(point.encode(), bytes);
    }
    if let Ok(mut pane) = Pane::decode(bytes) {
        assert_eq!(pane.encode(), bytes);
        let other = pane.clone();
        pane.merge(&other);
    }
}
