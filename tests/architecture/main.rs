//! The house keeps its order and its laws; that each law bites is shown beside it.

#![allow(clippy::unwrap_used, clippy::panic)]

mod code;
mod graph;
mod laws;

use std::sync::LazyLock;

use code::File;

static HOUSE: LazyLock<Vec<File>> = LazyLock::new(code::house);

/// The rooms from the ground up: each may import only those that stand before it.
const ORDER: [&str; 21] = [
    "post",
    "json",
    "language",
    "sentiment",
    "evaluation",
    "frame",
    "topic",
    "mention",
    "decode",
    "source",
    "window",
    "ledger",
    "snapshot",
    "outlet",
    "sink",
    "pipeline",
    "view",
    "tui",
    "config",
    "command",
    "main",
];

fn none(breaches: &[String]) {
    assert!(breaches.is_empty(), "\n{}\n", breaches.join("\n"));
}

#[test]
fn no_room_imports_what_stands_above_it() {
    none(&graph::upward(&HOUSE, &ORDER));
}

#[test]
fn imports_are_not_grouped_at_the_crate_root() {
    none(&graph::grouped_at_the_root(&HOUSE));
}

#[test]
fn files_of_a_room_stand_in_no_circle() {
    none(&graph::circles(&HOUSE));
}

#[test]
fn every_file_says_what_it_is_for() {
    none(&laws::without_a_head(&HOUSE));
}

#[test]
fn no_file_is_too_long() {
    none(&laws::too_long(&HOUSE));
}

#[test]
fn every_room_keeps_to_what_it_may_do() {
    none(&laws::broken(&HOUSE));
}

/// The map in the documentation of the crate names every room, in this order.
#[test]
fn the_map_is_true() {
    let lib = HOUSE.iter().find(|file| file.path == "lib.rs").unwrap();
    none(&laws::map_differs(&lib.text, &ORDER));
}
