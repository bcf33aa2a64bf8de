//! Who names whom: no room one above it, no files of a room each other in a circle.

use std::collections::{BTreeMap, BTreeSet};

use crate::code::File;

type Module = Vec<String>;

/// Rooms that name what stands above them, or what is no room.
///
/// `order` is the rooms from the ground up.
pub fn upward(files: &[File], order: &[&str]) -> Vec<String> {
    let place = |room: &str| order.iter().position(|known| *known == room);
    let mut wrong = Vec::new();
    for file in files.iter().filter(|file| file.path != "lib.rs") {
        let Some(here) = place(file.room()) else {
            wrong.push(format!(
                "{}: the room `{}` has no place in the order",
                file.path,
                file.room()
            ));
            continue;
        };
        for named in file.named().iter().filter(|named| named.path[0] == "crate") {
            let room = named.path.get(1).map_or("", String::as_str);
            if room != file.room() && !place(room).is_some_and(|there| there < here) {
                wrong.push(format!(
                    "{}:{}: names `{}`",
                    file.path,
                    named.line,
                    named.path.join("::")
                ));
            }
        }
    }
    wrong
}

/// Imports through the root of the crate, several rooms at once.
pub fn grouped_at_the_root(files: &[File]) -> Vec<String> {
    let text: fn(&File) -> String = |file| file.text.split_whitespace().collect();
    files
        .iter()
        .filter(|file| text(file).contains("usecrate::{"))
        .map(|file| format!("{}: groups rooms in one `use`", file.path))
        .collect()
}

/// Files of a room that need each other, in a circle: each with what it needs of the others.
pub fn circles(files: &[File]) -> Vec<String> {
    let files: Vec<&File> = files.iter().filter(|file| !file.is_tests()).collect();
    let modules: BTreeMap<Module, &File> =
        files.iter().map(|file| (file.module(), *file)).collect();
    let needs: BTreeMap<&Module, BTreeSet<Module>> =
        modules.iter().map(|(module, file)| (module, needed(module, file, &modules))).collect();
    let mut found = BTreeSet::new();
    for module in modules.keys() {
        let ring: Vec<String> = reached(module, &needs)
            .into_iter()
            .filter(|other| reached(other, &needs).contains(module))
            .map(|other| other.join("::"))
            .collect();
        if ring.len() > 1 {
            found.insert(ring.join(" <-> "));
        }
    }
    found.into_iter().collect()
}

/// Everything that a module leads to.
fn reached(module: &Module, needs: &BTreeMap<&Module, BTreeSet<Module>>) -> BTreeSet<Module> {
    let mut all = BTreeSet::new();
    let mut open = vec![module.clone()];
    while let Some(next) = open.pop() {
        for other in needs.get(&next).into_iter().flatten() {
            if all.insert(other.clone()) {
                open.push(other.clone());
            }
        }
    }
    all
}

/// The files of its room that a file needs: where the names it uses are at home.
fn needed(module: &Module, file: &File, modules: &BTreeMap<Module, &File>) -> BTreeSet<Module> {
    // What is only handed on is not needed here.
    let taken = file.imports.iter().filter(|import| !import.is_public).map(|import| &import.path);
    let used: Vec<Module> = file.paths().into_iter().map(|named| named.path).collect();
    taken
        .chain(&used)
        .filter_map(|path| home(module, path, modules, 0))
        .filter(|home| home != module && home[0] == module[0])
        .collect()
}

/// The module in which the thing that a path names is written.
fn home(
    from: &Module,
    path: &[String],
    modules: &BTreeMap<Module, &File>,
    depth: usize,
) -> Option<Module> {
    let (mut here, mut rest) = start(from, path, modules)?;
    while let Some((next, behind)) = rest.split_first() {
        let below = [&here[..], std::slice::from_ref(next)].concat();
        if modules.contains_key(&below) {
            (here, rest) = (below, behind);
            continue;
        }
        let handed = modules.get(&here)?.imports.iter().find(|import| import.alias == *next);
        return match handed {
            Some(import) if depth < 8 && import.path != path => {
                let path = [&import.path[..], behind].concat();
                home(&here, &path, modules, depth + 1)
            }
            _ => Some(here),
        };
    }
    Some(here)
}

/// Where a path begins, and what is left of it; none for names of other crates and of the file.
fn start<'p>(
    from: &Module,
    path: &'p [String],
    modules: &BTreeMap<Module, &File>,
) -> Option<(Module, &'p [String])> {
    match path[0].as_str() {
        "crate" if path.len() > 1 => Some((vec![path[1].clone()], &path[2..])),
        "self" => Some((from.clone(), &path[1..])),
        "super" => {
            let up = path.iter().take_while(|part| *part == "super").count();
            let here = from.get(..from.len().checked_sub(up)?)?;
            (!here.is_empty()).then(|| (here.to_vec(), &path[up..]))
        }
        first => {
            let below = [&from[..], &[first.to_owned()]].concat();
            modules.contains_key(&below).then(|| (below, &path[1..]))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ORDER: [&str; 3] = ["post", "window", "ledger"];

    fn house(files: &[(&str, &str)]) -> Vec<File> {
        files.iter().map(|(path, text)| File::new(path, text)).collect()
    }

    #[test]
    fn a_room_that_names_one_above_it_is_found() {
        let below = house(&[("ledger/mod.rs", "use crate::post::Post;"), ("post.rs", "")]);
        assert!(upward(&below, &ORDER).is_empty());
        for text in [
            "use crate::ledger::Ledger;",
            "pub fn f() { crate::ledger::run() }",
            "use crate::nowhere::Thing;",
            "use crate::Post;",
        ] {
            let above = house(&[("window/pane.rs", text)]);
            assert_eq!(upward(&above, &ORDER).len(), 1, "{text}");
        }
        assert_eq!(upward(&house(&[("attic.rs", "")]), &ORDER).len(), 1);
    }

    #[test]
    fn rooms_in_one_use_are_found() {
        let file = house(&[("ledger/mod.rs", "use crate::{\n    post::Post, window};")]);
        assert_eq!(grouped_at_the_root(&file).len(), 1);
        let file = house(&[("ledger/mod.rs", "use crate::post::{Post, Timestamp};")]);
        assert!(grouped_at_the_root(&file).is_empty());
    }

    #[test]
    fn files_that_need_each_other_are_found() {
        let rows: [(&[(&str, &str)], usize); 6] = [
            // Two files, directly.
            (&[("a/b.rs", "use super::c::C;"), ("a/c.rs", "use super::b::B;")], 1),
            // Through a name that the head of the room hands on.
            (
                &[
                    ("a/mod.rs", "mod b; mod c; pub use b::B; pub use c::C;"),
                    ("a/b.rs", "use super::C;"),
                    ("a/c.rs", "fn f() -> crate::a::B { todo() }"),
                ],
                1,
            ),
            // A file and the head that needs it.
            (
                &[
                    ("a/mod.rs", "mod b; pub struct A; pub fn f() { b::g() }"),
                    ("a/b.rs", "use super::A;"),
                ],
                1,
            ),
            // Three in a ring.
            (
                &[
                    ("a/b.rs", "use super::c::C;"),
                    ("a/c.rs", "use super::d::D;"),
                    ("a/d.rs", "use super::b::B;"),
                ],
                1,
            ),
            // One way is well, also where the head hands names on.
            (
                &[
                    ("a/mod.rs", "mod b; mod c; pub use b::B; pub use c::C;"),
                    ("a/b.rs", "use super::C; use crate::post::Post;"),
                    ("a/c.rs", "#[cfg(test)] mod tests { use super::super::b::B; }"),
                ],
                0,
            ),
            // Tests may look at all.
            (&[("a/mod.rs", "pub struct A;"), ("a/tests/mod.rs", "use crate::a::A;")], 0),
        ];
        for (files, wanted) in rows {
            assert_eq!(
                circles(&house(files)).len(),
                wanted,
                "{files:?}: {:?}",
                circles(&house(files))
            );
        }
    }
}
