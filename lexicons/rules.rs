//! The words VADER treats by rule, with the figures of vaderSentiment 3.3.2.
//!
//! Read by the build script alone, which puts them into the table; the rules live in the program.

use crate::words::{BOOST, Effect, Role};

/// The spelling of every role but [`Role::Plain`].
pub const ROLES: [(&str, Role); 14] = [
    ("at", Role::At),
    ("but", Role::But),
    ("doubt", Role::Doubt),
    ("kind", Role::Kind),
    ("least", Role::Least),
    ("never", Role::Never),
    ("no", Role::No),
    ("nor", Role::Nor),
    ("of", Role::Of),
    ("or", Role::Or),
    ("so", Role::So),
    ("this", Role::This),
    ("very", Role::Very),
    ("without", Role::Without),
];

/// Words that strengthen what follows, by [`BOOST`].
pub const BOOSTERS: &str = "absolutely amazingly awfully completely considerable considerably \
    decidedly deeply effing enormous enormously entirely especially exceptional exceptionally \
    extreme extremely fabulously flipping flippin frackin fracking fricking frickin frigging \
    friggin fully fuckin fucking fuggin fugging greatly hella highly hugely incredible incredibly \
    intensely major majorly more most particularly purely quite really remarkably so \
    substantially thoroughly total totally tremendous tremendously uber unbelievably unusually \
    utter utterly very";

/// Words that weaken what follows, by [`BOOST`].
pub const DAMPENERS: &str = "almost barely hardly kinda kindof kind-of less little marginal \
    marginally occasional occasionally partly scarce scarcely slight slightly somewhat sorta \
    sortof sort-of";

/// Words that turn what follows; every word with `n't` in it does so too.
pub const NEGATIONS: &str = "aint arent cannot cant couldnt darent didnt doesnt ain't aren't \
    can't couldn't daren't didn't doesn't dont hadnt hasnt havent isnt mightnt mustnt neither \
    don't hadn't hasn't haven't isn't mightn't mustn't neednt needn't never none nope nor not \
    nothing nowhere oughtnt shant shouldnt uhuh wasnt werent oughtn't shan't shouldn't uh-uh \
    wasn't weren't without wont wouldnt won't wouldn't rarely seldom despite";

/// Phrases of two or three words. (The reference also lists `badass`, which no sequence of words
/// can ever equal.)
pub const PHRASES: [(&str, Effect); 11] = [
    ("the shit", Effect::Set(3.0)),
    ("the bomb", Effect::Set(3.0)),
    ("bad ass", Effect::Set(1.5)),
    ("bus stop", Effect::Set(0.0)),
    ("yeah right", Effect::Set(-2.0)),
    ("kiss of death", Effect::Set(-1.5)),
    ("to die for", Effect::Set(3.0)),
    ("beating heart", Effect::Set(3.5)),
    ("just enough", Effect::Add(-BOOST)),
    ("kind of", Effect::Add(-BOOST)),
    ("sort of", Effect::Add(-BOOST)),
];
