//! What a snapshot looks like when it leaves the process, held against its documented schema.

use std::sync::Arc;

use serde_json::Value;
use serde_json::json;

use super::*;

/// The documented schema.
fn schema() -> Value {
    serde_json::from_str(include_str!("../../../docs/snapshot.schema.json")).unwrap()
}

/// A snapshot in which every field is filled.
fn full() -> Snapshot {
    let at = Timestamp::parse("2026-05-14T10:30:03.25Z").unwrap();
    let point = Point { posts: 3, positive: 1, negative: 1, scored: 2, sum: -4_100 };
    let series = Series { total: point, points: vec![point, Point::default()] };
    let post = FeedPost {
        at,
        network: "x".to_owned(),
        author: "mira".to_owned(),
        lang: "en".to_owned(),
        marks: Marks { reply: true, ..Marks::default() },
        text: "not \u{1b}[2J safe".to_owned(),
        url: "https://x.com/mira/status/1".to_owned(),
        topics: vec![TopicId(0)],
        score: Some(Score { neg: 500, neu: 500, pos: 0, compound: -4_100 }),
        late: false,
        edited: true,
        number: 7,
    };
    let source = |state| SourceView {
        name: "x".to_owned(),
        state,
        frames: 9,
        trouble: Some("answered 503".to_owned()),
        advice: Some("wait".to_owned()),
        note: Some("10 posts a page".to_owned()),
    };
    Snapshot {
        run: Arc::new(Run {
            topics: vec!["rust".to_owned()],
            queries: vec!["#rust".to_owned()],
            pane: 60_000_000,
            window: 300_000_000,
            speed: Some(60.0),
            demo: true,
            replay: true,
        }),
        now: Some(at),
        counts: Counts {
            frames: 4,
            carrying: 4,
            posts: 4,
            counted: 3,
            late: 1,
            ..Counts::default()
        },
        losses: Losses { panes_lost: 2, ..Losses::default() },
        frames_per_second: 12.5,
        lag_seconds: Some(0.4),
        sources: [
            SourceState::Live,
            SourceState::Waiting { until: at },
            SourceState::Failed,
            SourceState::Opening,
        ]
        .map(source)
        .to_vec(),
        series_start: at,
        all: series.clone(),
        topics: vec![series],
        feed: vec![Arc::new(post.clone()), Arc::new(FeedPost { score: None, ..post })],
        feed_evicted: 1,
        coverage: vec![Coverage::new(20_000_000, 60_000_000), Coverage::new(0, 60_000_000)],
        finished: true,
        failure: Some(Failure {
            reason: "cannot write the output".to_owned(),
            advice: Some("free some space".to_owned()),
        }),
    }
}

/// What of a value does not fit its schema, with the way to it.
fn misfits(root: &Value, schema: &Value, value: &Value, way: &str) -> Vec<String> {
    let mut found = Vec::new();
    if let Some(name) = schema["$ref"].as_str() {
        let name = name.strip_prefix("#/$defs/").unwrap();
        found.extend(misfits(root, &root["$defs"][name], value, way));
    }
    let one_of =
        |some: &Vec<Value>| some.iter().any(|one| misfits(root, one, value, way).is_empty());
    if schema["anyOf"].as_array().is_some_and(|some| !one_of(some)) {
        found.push(format!("{way}: {value} is none of those allowed"));
    }
    if schema["enum"].as_array().is_some_and(|some| !some.contains(value)) {
        found.push(format!("{way}: {value} is none of {}", schema["enum"]));
    }
    let types: Vec<&str> = match &schema["type"] {
        Value::Array(names) => names.iter().filter_map(Value::as_str).collect(),
        Value::String(name) => vec![name],
        _ => Vec::new(),
    };
    if !types.is_empty() && !types.iter().any(|name| is_of(value, name)) {
        found.push(format!("{way}: {value} is no {types:?}"));
    }
    let (least, most) = (schema["minimum"].as_f64(), schema["maximum"].as_f64());
    let outside = |number| {
        least.is_some_and(|least| number < least) || most.is_some_and(|most| number > most)
    };
    if value.as_f64().is_some_and(outside) {
        found.push(format!("{way}: {value} is out of range"));
    }
    if schema["pattern"].is_string() && value.as_str().and_then(Timestamp::parse).is_none() {
        found.push(format!("{way}: {value} is no moment"));
    }
    for (at, item) in value.as_array().into_iter().flatten().enumerate() {
        found.extend(misfits(root, &schema["items"], item, &format!("{way}[{at}]")));
    }
    found.extend(misfits_of_fields(root, schema, value, way));
    found
}

fn misfits_of_fields(root: &Value, schema: &Value, value: &Value, way: &str) -> Vec<String> {
    let mut found = Vec::new();
    let Some(object) = value.as_object() else { return found };
    for name in schema["required"].as_array().into_iter().flatten() {
        if !object.contains_key(name.as_str().unwrap()) {
            found.push(format!("{way}: {name} is missing"));
        }
    }
    if !schema["properties"].is_object() && !schema["additionalProperties"].is_object() {
        return found;
    }
    for (name, field) in object {
        let way = format!("{way}.{name}");
        match (schema["properties"].get(name), &schema["additionalProperties"]) {
            (Some(known), _) => found.extend(misfits(root, known, field, &way)),
            (None, Value::Bool(false)) => found.push(format!("{way} is not in the schema")),
            (None, other) => found.extend(misfits(root, other, field, &way)),
        }
    }
    found
}

fn is_of(value: &Value, name: &str) -> bool {
    match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        "number" => value.is_number(),
        "integer" => value.is_i64() || value.is_u64(),
        other => panic!("the schema asks for a type {other}"),
    }
}

fn misfits_of(value: &Value) -> Vec<String> {
    let schema = schema();
    misfits(&schema, &schema, value, "snapshot")
}

#[test]
fn serialized_snapshot_fits_its_schema() {
    for snapshot in [full(), Snapshot::default()] {
        let value = serde_json::to_value(&snapshot).unwrap();
        assert_eq!(misfits_of(&value), Vec::<String>::new());
    }
}

/// A schema that took everything would make the test above worthless.
#[test]
fn schema_refuses_what_is_no_snapshot() {
    let whole = serde_json::to_value(full()).unwrap();
    let spoilt: [(&str, Value); 8] = [
        ("/now", json!(5)),
        ("/now", json!("yesterday")),
        ("/counts/late", json!(-1)),
        ("/sources/0/state/is", json!("asleep")),
        ("/all/points/0/sum", json!(0.5)),
        ("/feed/0/score/compound", json!(7)),
        ("/feed/1/marks", json!({})),
        ("/run/topics/0", json!(null)),
    ];
    for (place, value) in spoilt {
        let mut copy = whole.clone();
        *copy.pointer_mut(place).unwrap() = value;
        assert_eq!(
            misfits_of(&copy).len(),
            if place.ends_with("marks") { 4 } else { 1 },
            "{place}"
        );
    }
    let mut more = whole.clone();
    more["mood"] = json!(1);
    assert_eq!(misfits_of(&more), ["snapshot.mood is not in the schema"]);
}

#[test]
fn moments_and_scores_are_written_as_in_the_lines() {
    let value = serde_json::to_value(full()).unwrap();
    assert_eq!(value["now"], "2026-05-14T10:30:03.250Z");
    assert_eq!(value["feed"][0]["score"]["compound"], -0.41);
    assert_eq!(value["sources"][1]["state"], json!({ "is": "waiting", "until": value["now"] }));
}
