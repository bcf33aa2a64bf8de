//! Any bytes are decoded in every form, and a verdict counts the posts that came of them.

#![no_main]

use libfuzzer_sys::fuzz_target;
use moodwire::{Form, Frame, Timestamp, Verdict, decode};

const FORMS: [Form; 3] = [Form::Json, Form::Events, Form::Text];

fuzz_target!(|bytes: &[u8]| {
    for form in FORMS {
        let mut posts = 0;
        let frame = Frame { bytes, form, line: 1, received: Timestamp::EPOCH };
        match decode(&frame, &mut |_| posts += 1) {
            Verdict::Posts(count) => assert_eq!(count, posts),
            _ => assert_eq!(posts, 0),
        }
    }
});
