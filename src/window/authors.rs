//! How many different authors: a sketch of fixed size that merges in any order.
//!
//! It knows no names, only 64-bit hashes. Below 100 authors it keeps the hashes and is exact. From
//! 100 on it is a HyperLogLog of 1,024 registers (1 KiB) with a standard error of 3.3 %
//! (1.04 / √1024), read by the estimator of O. Ertl, "New cardinality estimation algorithms for
//! HyperLogLog sketches" (arXiv:1702.01284), which needs no corrections. Which of the two forms it
//! has, and everything in it, follows from the set of hashes alone:
//!
//! ```text
//! 64-bit hash, mixed   | 10 bits: register | 54 bits: leading zeros + 1 = rank |
//! register             the highest rank seen, 0 to 55
//! ```

use super::codec::{Codec, CodecError, Decoder, put_u64};

/// The form changes at this number of authors.
const DENSE_FROM: usize = 100;
/// Bits of a hash that choose the register.
const INDEX_BITS: u32 = 10;
/// Registers.
const REGISTERS: usize = 1 << INDEX_BITS;
/// Bits of a hash that remain for the rank.
const RANK_BITS: u32 = 64 - INDEX_BITS;
/// A rank is at most this.
const TOP_RANK: usize = RANK_BITS as usize + 1;
/// 1 / (2 ln 2), the limit of the bias for many registers.
const ALPHA: f64 = 0.721_347_520_444_481_7;

/// The number of different authors, exact below 100, then within 3.3 % (standard error).
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Authors {
    form: Form,
}

#[derive(Clone, PartialEq, Eq, Debug)]
enum Form {
    /// Mixed hashes, ascending, fewer than [`DENSE_FROM`].
    Sparse(Vec<u64>),
    /// The registers.
    Dense(Box<[u8; REGISTERS]>),
}

impl Default for Form {
    fn default() -> Self {
        Self::Sparse(Vec::new())
    }
}

impl Authors {
    /// Adds an author by the hash of the name.
    pub fn add(&mut self, author: u64) {
        self.add_mixed(mix(author));
    }

    /// Adds all authors of another sketch.
    pub fn merge(&mut self, other: &Self) {
        match (&mut self.form, &other.form) {
            (_, Form::Sparse(hashes)) => hashes.iter().for_each(|hash| self.add_mixed(*hash)),
            (Form::Dense(mine), Form::Dense(theirs)) => {
                for (mine, theirs) in mine.iter_mut().zip(theirs.iter()) {
                    *mine = (*mine).max(*theirs);
                }
            }
            (Form::Sparse(hashes), Form::Dense(theirs)) => {
                let mut registers = theirs.clone();
                hashes.iter().for_each(|hash| raise(&mut registers, *hash));
                self.form = Form::Dense(registers);
            }
        }
    }

    /// The number of different authors.
    #[must_use]
    pub fn count(&self) -> u64 {
        match &self.form {
            Form::Sparse(hashes) => hashes.len() as u64,
            Form::Dense(registers) => estimate(registers).max(DENSE_FROM as u64),
        }
    }

    /// The bytes it takes on the heap, by the number of authors alone.
    #[must_use]
    pub fn heap(&self) -> usize {
        match &self.form {
            Form::Sparse(hashes) if hashes.is_empty() => 0,
            Form::Sparse(hashes) => 8 * hashes.len().next_power_of_two().max(4),
            Form::Dense(_) => REGISTERS,
        }
    }

    fn add_mixed(&mut self, hash: u64) {
        match &mut self.form {
            Form::Dense(registers) => raise(registers, hash),
            Form::Sparse(hashes) => {
                let Err(place) = hashes.binary_search(&hash) else { return };
                hashes.insert(place, hash);
                if hashes.len() >= DENSE_FROM {
                    let mut registers = Box::new([0; REGISTERS]);
                    hashes.iter().for_each(|hash| raise(&mut registers, *hash));
                    self.form = Form::Dense(registers);
                }
            }
        }
    }
}

/// Four registers of six bits stand in three bytes.
impl Codec for Authors {
    const KIND: u8 = b'A';

    fn write(&self, out: &mut Vec<u8>) {
        match &self.form {
            Form::Sparse(hashes) => {
                out.push(0);
                put_u64(out, hashes.len() as u64);
                hashes.iter().for_each(|hash| out.extend_from_slice(&hash.to_le_bytes()));
            }
            Form::Dense(registers) => {
                out.push(1);
                for four in registers.chunks_exact(4) {
                    let bits = four.iter().rev().fold(0, |all, one| all << 6 | u32::from(*one));
                    out.extend_from_slice(&bits.to_le_bytes()[..3]);
                }
            }
        }
    }

    fn read(bytes: &mut Decoder<'_>) -> Result<Self, CodecError> {
        let form = match bytes.byte()? {
            0 => Form::Sparse(read_hashes(bytes)?),
            1 => Form::Dense(read_registers(bytes)?),
            _ => return Err(CodecError::Impossible("form of authors")),
        };
        Ok(Self { form })
    }
}

fn read_hashes(bytes: &mut Decoder<'_>) -> Result<Vec<u64>, CodecError> {
    let count = bytes.count(8)?;
    if count >= DENSE_FROM {
        return Err(CodecError::Impossible("number of authors"));
    }
    let hashes = (0..count).map(|_| bytes.array().map(u64::from_le_bytes));
    let hashes = hashes.collect::<Result<Vec<u64>, CodecError>>()?;
    match hashes.is_sorted_by(|one, next| one < next) {
        true => Ok(hashes),
        false => Err(CodecError::Impossible("order of authors")),
    }
}

fn read_registers(bytes: &mut Decoder<'_>) -> Result<Box<[u8; REGISTERS]>, CodecError> {
    let mut registers = Box::new([0; REGISTERS]);
    for four in registers.chunks_exact_mut(4) {
        let [low, middle, high] = bytes.array()?;
        let bits = u32::from_le_bytes([low, middle, high, 0]);
        for (place, register) in four.iter_mut().enumerate() {
            *register = (bits >> (6 * place) & 0x3f) as u8;
        }
    }
    match registers.iter().all(|rank| usize::from(*rank) <= TOP_RANK) {
        true => Ok(registers),
        false => Err(CodecError::Impossible("register of authors")),
    }
}

/// Spreads a hash over all its bits, one to one (the finalizer of SplitMix64, which is in the
/// public domain), so that also ill-mixed hashes do.
const fn mix(hash: u64) -> u64 {
    let hash = hash.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

#[allow(clippy::cast_possible_truncation)]
fn raise(registers: &mut [u8; REGISTERS], hash: u64) {
    let rank = (hash << INDEX_BITS).leading_zeros().min(RANK_BITS) + 1;
    let register = (hash >> RANK_BITS) as usize;
    if let Some(highest) = registers.get_mut(register) {
        *highest = (*highest).max(rank as u8);
    }
}

/// Only sums, products, quotients and square roots, all of which IEEE 754 rounds in one way: the
/// answer is the same on every machine.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
fn estimate(registers: &[u8; REGISTERS]) -> u64 {
    let size = REGISTERS as f64;
    let mut of_rank = [0.0_f64; TOP_RANK + 1];
    for rank in registers {
        if let Some(number) = of_rank.get_mut(usize::from(*rank)) {
            *number += 1.0;
        }
    }
    let [empty, ranks @ .., top] = &of_rank;
    let mut sum = size * tau(1.0 - top / size);
    for number in ranks.iter().rev() {
        sum = 0.5 * (sum + number);
    }
    sum += size * sigma(empty / size);
    (ALPHA * size * size / sum).round() as u64
}

/// x + Σ 2^(k-1) x^(2^k), for k from 1 on; infinite at 1.
fn sigma(mut x: f64) -> f64 {
    if x >= 1.0 {
        return f64::INFINITY;
    }
    let (mut sum, mut weight) = (x, 1.0);
    loop {
        x *= x;
        let more = sum + x * weight;
        if more <= sum {
            return sum;
        }
        sum = more;
        weight += weight;
    }
}

/// (1 - x - Σ 2^-k (1 - x^(2^-k))²) / 3, for k from 1 on.
fn tau(mut x: f64) -> f64 {
    if x <= 0.0 || x >= 1.0 {
        return 0.0;
    }
    let (mut sum, mut weight) = (1.0 - x, 1.0);
    loop {
        x = x.sqrt();
        weight *= 0.5;
        let less = sum - (1.0 - x) * (1.0 - x) * weight;
        if less >= sum {
            return sum / 3.0;
        }
        sum = less;
    }
}
