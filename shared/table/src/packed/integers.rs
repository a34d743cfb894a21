//! Whole numbers in few bits. Numbers that grow evenly have even differences: the numbers are told as they are, by their
//! differences or by the differences of these, whichever is shortest; then blocks of [`BLOCK`] as the least of the block
//! and, in as many bits as the widest needs, what each is above it. (Frame of reference: Goldstein et al., ICDE 1998;
//! differences of differences: Gorilla, Pelkonen et al., VLDB 2015.) Any numbers come back as they were.

/// Numbers that share their least and their width.
const BLOCK: usize = 64;
/// How often differences are taken at most.
const MAX_ORDER: usize = 2;

/// Appends the numbers.
pub(super) fn put(bytes: &mut Vec<u8>, numbers: &[i64]) {
    let mut told = numbers.to_vec();
    let mut firsts = Vec::new();
    let mut best = shape(&firsts, &told);
    for _ in 0..MAX_ORDER.min(numbers.len()) {
        firsts.push(told[0]);
        told = told.windows(2).map(|pair| pair[1].wrapping_sub(pair[0])).collect();
        let shorter = shape(&firsts, &told);
        if shorter.len() < best.len() {
            best = shorter;
        }
    }
    bytes.extend(best);
}

/// Takes so many numbers from the front; zeros stand for what is missing.
pub(super) fn take(bytes: &mut &[u8], count: usize) -> Vec<i64> {
    let order = usize::from(take_byte(bytes)).min(MAX_ORDER).min(count);
    let firsts: Vec<i64> = (0..order).map(|_| unzigzag(take_varint(bytes))).collect();
    let mut numbers = Vec::with_capacity(count);
    while numbers.len() < count - order {
        take_block(bytes, BLOCK.min(count - order - numbers.len()), &mut numbers);
    }
    for first in firsts.into_iter().rev() {
        numbers.insert(0, first);
        let mut sum = 0_i64;
        for number in &mut numbers {
            sum = sum.wrapping_add(*number);
            *number = sum;
        }
    }
    numbers
}

/// The first number of each kind of difference, then the last differences in blocks.
fn shape(firsts: &[i64], told: &[i64]) -> Vec<u8> {
    let mut bytes = vec![firsts.len() as u8];
    firsts.iter().for_each(|first| put_varint(&mut bytes, zigzag(*first)));
    told.chunks(BLOCK).for_each(|block| put_block(&mut bytes, block));
    bytes
}

fn put_block(bytes: &mut Vec<u8>, block: &[i64]) {
    let least = block.iter().copied().min().unwrap_or(0);
    let above = |number: &i64| number.wrapping_sub(least) as u64;
    let width = u64::BITS - block.iter().map(above).max().unwrap_or(0).leading_zeros();
    bytes.push(width as u8);
    put_varint(bytes, zigzag(least));
    let (mut bits, mut used) = (0_u128, 0);
    for number in block {
        bits |= u128::from(above(number)) << used;
        used += width;
        while used >= u8::BITS {
            bytes.push(bits as u8);
            bits >>= u8::BITS;
            used -= u8::BITS;
        }
    }
    if used > 0 {
        bytes.push(bits as u8);
    }
}

fn take_block(bytes: &mut &[u8], count: usize, numbers: &mut Vec<i64>) {
    let width = u32::from(take_byte(bytes)).min(u64::BITS);
    let least = unzigzag(take_varint(bytes));
    let mask = (1_u128 << width) - 1;
    let (mut bits, mut held) = (0_u128, 0);
    for _ in 0..count {
        while held < width {
            bits |= u128::from(take_byte(bytes)) << held;
            held += u8::BITS;
        }
        numbers.push(least.wrapping_add((bits & mask) as i64));
        bits >>= width;
        held -= width;
    }
}

/// Appends a number that is mostly small: seven bits a byte.
pub(super) fn put_varint(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// Takes what [`put_varint`] has put.
pub(super) fn take_varint(bytes: &mut &[u8]) -> u64 {
    let (mut number, mut shift) = (0, 0);
    loop {
        let byte = take_byte(bytes);
        number |= u64::from(byte & 0x7f) << shift;
        shift += 7;
        if byte < 0x80 || shift >= u64::BITS {
            return number;
        }
    }
}

/// Takes a byte; 0 where there is none.
pub(super) fn take_byte(bytes: &mut &[u8]) -> u8 {
    bytes.split_off_first().copied().unwrap_or(0)
}

/// Small numbers of either sign as small ones.
fn zigzag(number: i64) -> u64 {
    (number << 1 ^ number >> 63) as u64
}

fn unzigzag(number: u64) -> i64 {
    (number >> 1) as i64 ^ -((number & 1) as i64)
}
