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
//! Both together take at most 16 MiB and remember at least the latest 786,432 posts.

/// Fingerprints in a bucket: one cache line.
const WIDTH: usize = 8;
/// Buckets of an empty generation.
const FEWEST: usize = 1 << 7;
/// Buckets of a full generation.
const MOST: usize = 1 << 17;
/// Neighbouring buckets that may hold a fingerprint. A table three quarters full needs a few; more
/// are needed only where somebody has chosen ids to that end, who then is forgotten sooner.
const REACH: usize = 64;

/// The memory for duplicates.
#[derive(Clone, Debug, Default)]
pub(super) struct Seen {
    young: Generation,
    old: Generation,
    /// Fingerprints that are no longer known.
    pub(super) forgotten: u64,
}

/// Whether a post was seen before.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Sight {
    First,
    Again,
}

#[derive(Clone, Debug, Default)]
struct Generation {
    /// As many as a power of two, or none; 0 marks a free place.
    buckets: Vec<Bucket>,
    fingerprints: usize,
}

#[derive(Clone, Copy, Debug, Default)]
#[repr(align(64))]
struct Bucket([u64; WIDTH]);

/// What a search ends with.
enum Found {
    Itself,
    /// A free place in this bucket.
    Free(usize),
    /// Neither, in all buckets in reach of this one.
    Full(usize),
}

impl Seen {
    /// Notes a post by its fingerprint and says whether it was known.
    pub(super) fn note(&mut self, fingerprint: u64) -> Sight {
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
        if self.young.buckets.len() < MOST {
            self.forgotten += self.young.grow();
            return;
        }
        std::mem::swap(&mut self.young, &mut self.old);
        self.forgotten += self.young.fingerprints as u64;
        self.young.clear();
    }
}

impl Generation {
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
    fn grow(&mut self) -> u64 {
        let buckets = vec![Bucket::default(); (self.buckets.len() * 2).clamp(FEWEST, MOST)];
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

    fn clear(&mut self) {
        if self.buckets.is_empty() {
            self.buckets = vec![Bucket::default(); MOST];
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
        let mut seen = Seen::default();
        for post in [0, 1, u64::MAX, 7] {
            assert_eq!(seen.note(post), Sight::First, "{post}");
            assert_eq!(seen.note(post), Sight::Again, "{post}");
        }
    }

    #[test]
    fn the_latest_posts_stay_known_and_the_forgotten_are_counted() {
        let mut seen = Seen::default();
        let posts: u64 = 2_500_000;
        let most = (MOST * WIDTH / 4 * 3) as u64;
        for post in 0..posts {
            assert_eq!(seen.note(post), Sight::First, "{post}");
        }
        let kept = (seen.young.fingerprints + seen.old.fingerprints) as u64;
        assert_eq!(kept + seen.forgotten, posts);
        assert_eq!(seen.forgotten, 2 * most);
        for post in posts - most..posts {
            assert_eq!(seen.note(post), Sight::Again, "{post}");
        }
        assert!((seen.young.buckets.len() + seen.old.buckets.len()) * 64 <= 16 << 20);
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
