"""What a signature depends on: the numbers that two corpora must share to be compared.

A shingle is a run of three tokens (`text.tokens`); a shorter text is one shingle. Its 32-bit hash
is defined over the code points of its tokens in normal form, all arithmetic modulo 2^64:

    token hash     T = sum over its n code points c[i] of c[i] * BASE^(n-1-i)
    shingle hash   fmix64(T1 * WEIGHTS[0] + T2 * WEIGHTS[1] + T3 * WEIGHTS[2]) >> 32

with 0 for a token that is not there and the 64-bit finalizer of MurmurHash3. The signature is
then what `datasketch.MinHash(num_perm=128, scheme="affine32", seed=1)` computes from these
hashes, bit for bit, so a stored signature loads with

    MinHash(hashvalues=numpy.frombuffer(signature, "<u4"), scheme="affine32", seed=1)
"""

from __future__ import annotations

SHINGLE = 3
PERMUTATIONS = 128
BANDS = 32
ROWS = 4
SEED = 1
SCHEME = "affine32"

BASE = 0x9E3779B97F4A7C15
WEIGHTS = (0xD6E8FEB86659FD93, 0xA0761D6478BD642F, 0xE7037ED1A0B428DB)

WORD, NUMBER, LETTER = 0, 1, 2
"""Kinds of tokens: a word, a number, one character of a script without spaces."""

SKETCH = {
    "scheme": SCHEME,
    "seed": str(SEED),
    "permutations": str(PERMUTATIONS),
    "bands": f"{BANDS}x{ROWS}",
    "shingles": f"{SHINGLE} tokens of normal(body), poly64/2",
}
"""What a stored signature depends on; two databases that differ here cannot be compared."""
