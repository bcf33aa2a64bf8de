//! Any bytes are decoded in every form, and a verdict counts the posts that came of them.

#![no_main]

use libfuzzer_sys::fuzz_target;
use moodwire::{Form, Frame, Verdict, decode};

const FORMS: [Form; 4] = [Form::Json, Form::Events, Form::Text, Form::Row];

fuzz_target!(|bytes: &[u8]| {
    for form in FORMS {
        let mut posts = 0;
        let frame = Frame::new(bytes, form);
        match decode(&frame, &mut |_| posts += 1) {
            Verdict::Posts(count) => assert_eq!(count, posts),
            _ => assert_eq!(posts, 0),
        }
    }
});
