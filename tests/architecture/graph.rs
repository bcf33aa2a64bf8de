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
    // `lib.rs` names all rooms, and the checks of all together stand above them.
    let rooms = files.iter().filter(|file| !["lib", "tests"].contains(&file.room()));
    for file in rooms {
        let Some(here) = place(file.room()) else {
            wrong.push(format!(
                "{}: the room `{}` has no place in the order",
                file.path,
                file.room()
            ));
            continue;
        };
        // `crate` alone is how far a `pub` reaches.
        let named = file.named();
        for named in named.iter().filter(|named| named.path[0] == "crate" && named.path.len() > 1) {
            let room = named.path[1].as_str();
            if room != file.room() && place(room).is_none_or(|there| there >= here) {
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

/// Neighbours (files and folders of one folder) that need each other, in a circle.
///
/// The head of a folder, its `mod.rs`, stands outside: it owns the nouns of those below it and
/// calls them.
pub fn circles(files: &[File]) -> Vec<String> {
    let files: Vec<&File> = files.iter().filter(|file| !file.is_tests()).collect();
    let modules: BTreeMap<Module, &File> =
        files.iter().map(|file| (file.module(), *file)).collect();
    let mut needs: BTreeMap<Module, BTreeSet<Module>> = BTreeMap::new();
    for (module, file) in &modules {
        for other in needed(module, file, &modules) {
            if let Some((here, there)) = neighbours(module, &other) {
                needs.entry(here).or_default().insert(there);
            }
        }
    }
    let reached: BTreeMap<&Module, BTreeSet<&Module>> =
        needs.keys().map(|module| (module, reached(module, &needs))).collect();
    let rings = needs.keys().filter(|module| reached[*module].contains(*module)).map(|module| {
        let others = reached[module]
            .iter()
            .filter(|other| reached.get(*other).is_some_and(|reached| reached.contains(module)));
        others.map(|other| other.join("::")).collect::<Vec<_>>().join(" <-> ")
    });
    rings.collect::<BTreeSet<_>>().into_iter().collect()
}

/// What two modules are below the last one above both; none if one is above the other.
fn neighbours(one: &Module, other: &Module) -> Option<(Module, Module)> {
    let common = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let below = |module: &Module| module.get(..=common).map(<[String]>::to_vec);
    Some((below(one)?, below(other)?))
}

/// Everything that a module leads to.
fn reached<'n>(
    module: &'n Module,
    needs: &'n BTreeMap<Module, BTreeSet<Module>>,
) -> BTreeSet<&'n Module> {
    let mut all = BTreeSet::new();
    let mut open = vec![module];
    while let Some(next) = open.pop() {
        for other in needs.get(next).into_iter().flatten() {
            if all.insert(other) {
                open.push(other);
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
        let rows: [(&[(&str, &str)], usize); 7] = [
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
            // Through a file of a folder beside it.
            (
                &[
                    ("a/b/mod.rs", "mod d; pub struct B;"),
                    ("a/b/d.rs", "use crate::a::c::C;"),
                    ("a/c.rs", "use super::b::B;"),
                ],
                1,
            ),
            // A file and the head of its folder.
            (
                &[
                    ("a/mod.rs", "mod b; pub struct A; pub fn f() { b::g() }"),
                    ("a/b.rs", "use super::A;"),
                ],
                0,
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
