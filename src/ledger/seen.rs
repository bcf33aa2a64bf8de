//! Which posts were seen before, by 64-bit fingerprints, in bounded memory.
//!
//! It keeps no ids: two posts whose fingerprints agree in all 64 bits are taken for one. Two
//! generations are kept; when the young one is full the old one is forgotten:
//!
//! ```text
//! old    [ 786,432 fingerprints ]  <- forgotten when the young one is full
//! young  [ 300,000 ...          ]  <- new ones go here, buckets of one cache line
//! ```
//!
//! Both together remember at least as many of the latest posts as they were made for, in at most
//! 43 bytes a post: 16 MiB for 786,432.
//!
//! A further version of a post has a fingerprint of its own beside that of the post. Where it is
//! read before the first version, a mark is kept, so that the first version is an edit in its turn:
//!
//! ```text
//! first, further, further again     counted, edit, duplicate
//! further, first, first again       counted, edit, duplicate
//! ```

use std::num::NonZeroU64;

use crate::window::CodecError;
use crate::window::codec::{Decoder, put_u64};

/// Fingerprints in a bucket: one cache line.
const WIDTH: usize = 8;
/// Buckets of an empty generation.
const FEWEST: usize = 1 << 7;
/// What makes the mark of a post of which a further version was read first, and the fingerprint of
/// the first version of such a post, from that of the post.
const MARK: u64 = 0x6a09_e667_f3bc_c908;
const FIRST: u64 = 0xbb67_ae85_84ca_a73b;
/// Neighbouring buckets that may hold a fingerprint. A table three quarters full needs a few; more
/// are needed only where somebody has chosen ids to that end, who then is forgotten sooner.
const REACH: usize = 64;

/// The memory for duplicates.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Seen {
    pub(super) young: Generation,
    pub(super) old: Generation,
    /// Buckets of a full generation, a power of two.
    pub(super) most: usize,
    /// Fingerprints that are no longer known.
    pub(super) forgotten: u64,
    /// Posts of which a further version was read first.
    pub(super) marks: u64,
}

/// Whether a post was seen before.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Sight {
    First,
    Again,
    /// Another version of it was.
    Edited,
}

#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Generation {
    /// As many as a power of two, or none; 0 marks a free place.
    pub(super) buckets: Vec<Bucket>,
    pub(super) fingerprints: usize,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[repr(align(64))]
pub(super) struct Bucket(pub(super) [u64; WIDTH]);

/// What a search ends with.
enum Found {
    Itself,
    /// A free place in this bucket.
    Free(usize),
    /// Neither, in all buckets in reach of this one.
    Full(usize),
}

impl Seen {
    /// For so many posts at least.
    pub(super) fn new(remembered: usize) -> Self {
        let buckets = remembered.div_ceil(WIDTH / 4 * 3).next_power_of_two();
        let empty = Generation::default;
        Self { young: empty(), old: empty(), most: buckets.max(FEWEST), forgotten: 0, marks: 0 }
    }

    /// Notes a post, or a further version of it, and says whether it was known.
    #[inline]
    pub(super) fn note(&mut self, post: u64, version: Option<NonZeroU64>) -> Sight {
        if let Some(version) = version {
            return self.note_version(post, version);
        }
        let sight = self.note_one(post);
        if sight == Sight::First || self.marks == 0 || !self.knows(post ^ MARK) {
            return sight;
        }
        match self.note_one(post ^ FIRST) {
            Sight::First => Sight::Edited,
            known => known,
        }
    }

    fn note_version(&mut self, post: u64, version: NonZeroU64) -> Sight {
        if self.note_one(version.get()) == Sight::Again {
            return Sight::Again;
        }
        if self.note_one(post) == Sight::Again {
            return Sight::Edited;
        }
        self.note_one(post ^ MARK);
        self.marks = self.marks.saturating_add(1);
        Sight::First
    }

    pub(super) fn save(&self, out: &mut Vec<u8>) {
        put_u64(out, self.forgotten);
        put_u64(out, self.marks);
        self.young.save(out);
        self.old.save(out);
    }

    pub(super) fn restore(&mut self, bytes: &mut Decoder<'_>) -> Result<(), CodecError> {
        (self.forgotten, self.marks) = (bytes.u64()?, bytes.u64()?);
        self.young = Generation::read(bytes)?;
        self.old = Generation::read(bytes)?;
        Ok(())
    }

    fn knows(&self, fingerprint: u64) -> bool {
        let hash = spread(fingerprint);
        let knows = |generation: &Generation| matches!(generation.find(hash), Found::Itself);
        knows(&self.young) || knows(&self.old)
    }

    fn note_one(&mut self, fingerprint: u64) -> Sight {
        let hash = spread(fingerprint);
        if matches!(self.old.find(hash), Found::Itself) {
            return Sight::Again;
        }
        if self.young.is_full() {
            self.make_room();
        }
        match self.young.find(hash) {
            Found::Itself => return Sight::Again,
            Found::Free(bucket) => self.young.put(bucket, hash),
            Found::Full(bucket) => {
                self.young.replace(bucket, hash);
                self.forgotten += 1;
            }
        }
        Sight::First
    }

    /// Looks at where these fingerprints belong, all at once: what takes time here is waiting for
    /// memory, and several waits together take hardly longer than one.
    pub(super) fn approach(&self, fingerprints: impl Iterator<Item = u64>) {
        let look = |fingerprint| {
            let hash = spread(fingerprint);
            self.young.first_near(hash) ^ self.old.first_near(hash)
        };
        std::hint::black_box(fingerprints.map(look).fold(0, |all, one| all ^ one));
    }

    /// Grows the young generation, or begins a new one where it may not grow.
    fn make_room(&mut self) {
        if self.young.buckets.len() < self.most {
            self.forgotten += self.young.grow(self.most);
            return;
        }
        std::mem::swap(&mut self.young, &mut self.old);
        self.forgotten += self.young.fingerprints as u64;
        self.young.clear(self.most);
    }
}

impl Generation {
    /// The buckets as they are: how many fingerprints, and these.
    fn save(&self, out: &mut Vec<u8>) {
        put_u64(out, self.buckets.len() as u64);
        for Bucket(bucket) in &self.buckets {
            let taken = bucket.iter().take_while(|hash| **hash != 0).count();
            out.push(taken as u8);
            bucket.iter().take(taken).for_each(|hash| out.extend_from_slice(&hash.to_le_bytes()));
        }
    }

    fn read(bytes: &mut Decoder<'_>) -> Result<Self, CodecError> {
        let count = bytes.count(1)?;
        if count > 0 && !count.is_power_of_two() {
            return Err(CodecError::Impossible("number of buckets"));
        }
        let mut read = Self { buckets: Vec::with_capacity(count), fingerprints: 0 };
        for _ in 0..count {
            let mut bucket = Bucket::default();
            let taken = usize::from(bytes.byte()?);
            let places = bucket.0.get_mut(..taken).ok_or(CodecError::Impossible("bucket"))?;
            for place in places {
                *place = u64::from_le_bytes(bytes.array()?);
            }
            read.fingerprints += taken;
            read.buckets.push(bucket);
        }
        Ok(read)
    }

    fn is_full(&self) -> bool {
        self.fingerprints >= self.buckets.len() * WIDTH / 4 * 3
    }

    /// The bucket a hash belongs to, by its highest bits.
    #[allow(clippy::cast_possible_truncation)]
    fn home(&self, hash: u64) -> usize {
        ((u128::from(hash) * self.buckets.len() as u128) >> 64) as usize
    }

    fn first_near(&self, hash: u64) -> u64 {
        self.buckets.get(self.home(hash)).map_or(0, |Bucket([first, ..])| *first)
    }

    fn find(&self, hash: u64) -> Found {
        let home = self.home(hash);
        for step in 0..REACH {
            let place = (home + step) & self.buckets.len().wrapping_sub(1);
            let Some(Bucket(bucket)) = self.buckets.get(place) else { break };
            if bucket.contains(&hash) {
                return Found::Itself;
            }
            if bucket.contains(&0) {
                return Found::Free(place);
            }
        }
        Found::Full(home)
    }

    fn put(&mut self, bucket: usize, hash: u64) {
        if let Some(Bucket(bucket)) = self.buckets.get_mut(bucket)
            && let Some(place) = bucket.iter_mut().find(|place| **place == 0)
        {
            *place = hash;
            self.fingerprints += 1;
        }
    }

    fn replace(&mut self, bucket: usize, hash: u64) {
        if let Some(Bucket([first, ..])) = self.buckets.get_mut(bucket) {
            *first = hash;
        }
    }

    /// Doubles the buckets and gives the number of fingerprints that found no place.
    fn grow(&mut self, most: usize) -> u64 {
        let buckets = vec![Bucket::default(); (self.buckets.len() * 2).clamp(FEWEST, most)];
        let before = std::mem::replace(&mut self.buckets, buckets);
        let mut lost = 0;
        self.fingerprints = 0;
        for hash in before.iter().flat_map(|Bucket(bucket)| bucket).filter(|hash| **hash != 0) {
            match self.find(*hash) {
                Found::Free(bucket) => self.put(bucket, *hash),
                _ => lost += 1,
            }
        }
        lost
    }

    fn clear(&mut self, most: usize) {
        if self.buckets.is_empty() {
            self.buckets = vec![Bucket::default(); most];
        }
        self.buckets.fill(Bucket::default());
        self.fingerprints = 0;
    }
}

/// Spreads a fingerprint over the high bits, one to one but for 0, which marks a free place.
const fn spread(fingerprint: u64) -> u64 {
    let hash = (fingerprint ^ (fingerprint >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let hash = hash ^ (hash >> 29);
    if hash == 0 { 1 } else { hash }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_post_is_known_from_its_second_time_on() {
        let mut seen = Seen::new(1_000);
        for post in [0, 1, u64::MAX, 7] {
            assert_eq!(seen.note(post, None), Sight::First, "{post}");
            assert_eq!(seen.note(post, None), Sight::Again, "{post}");
        }
    }

    #[test]
    fn of_all_versions_of_a_post_the_first_that_is_read_is_no_edit() {
        let version = NonZeroU64::new;
        let all = [None, version(8), version(9)];
        let orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];
        for order in orders {
            let mut seen = Seen::new(1_000);
            let mut sights = Vec::new();
            for place in order.into_iter().chain(order) {
                sights.push(seen.note(7, all[place]));
            }
            let (edited, again) = (Sight::Edited, Sight::Again);
            assert_eq!(sights, [Sight::First, edited, edited, again, again, again], "{order:?}");
        }
    }

    #[test]
    fn the_latest_posts_stay_known_and_the_forgotten_are_counted() {
        let mut seen = Seen::new(100_000);
        let posts: u64 = 500_000;
        let most = (seen.most * WIDTH / 4 * 3) as u64;
        assert!(most >= 100_000);
        for post in 0..posts {
            assert_eq!(seen.note(post, None), Sight::First, "{post}");
        }
        let kept = (seen.young.fingerprints + seen.old.fingerprints) as u64;
        assert_eq!(kept + seen.forgotten, posts);
        assert_eq!(seen.forgotten, most);
        for post in posts - most..posts {
            assert_eq!(seen.note(post, None), Sight::Again, "{post}");
        }
        assert_eq!(Seen::new(super::super::Settings::REMEMBERED).most * 2 * 64, 16 << 20);
    }

    /// Fingerprints that all belong to one bucket, as an enemy would choose them.
    #[test]
    fn chosen_fingerprints_are_forgotten_sooner_but_cost_no_more() {
        let mut buckets = Generation { buckets: vec![Bucket::default(); FEWEST], fingerprints: 0 };
        let mut without_place = 0;
        for low in 1..=1_000 {
            match buckets.find(low) {
                Found::Free(bucket) => buckets.put(bucket, low),
                Found::Full(_) => without_place += 1,
                Found::Itself => panic!("{low} was not there"),
            }
        }
        assert_eq!(buckets.fingerprints, REACH * WIDTH);
        assert_eq!(without_place, 1_000 - REACH * WIDTH);
    }
}
