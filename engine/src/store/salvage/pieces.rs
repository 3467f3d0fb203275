//! Large custom inputs, put together of the pieces that were found: only what their line's digest confirms is taken.

use std::collections::HashMap;
use std::ops::DerefMut as _;

use super::image::Image;
use crate::domain::cart::{Cart, CustomInputs, CustomInputsBody};
use crate::domain::id::LineId;
use crate::store::blobs;

/// Most ways of putting pieces together that are tried for a line.
const WAYS_MAX: usize = 256;

/// Where a piece stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece {
    pub(super) offset: u64,
    pub(super) length: u64,
}

/// All pieces that were found, by their cart, their line's sequence and their place.
#[derive(Debug, Default)]
pub(super) struct Pieces(HashMap<(u64, u64, u32), Vec<Piece>>);

impl Pieces {
    /// Takes a piece under the key that it has in the file; whether it can be one.
    pub(super) fn take(&mut self, key: &[u8], piece: Piece) -> bool {
        let Some((cart, rest)) = key.split_first_chunk::<8>() else { return false };
        let Some((sequence, rest)) = rest.split_first_chunk::<8>() else { return false };
        let Ok(place) = rest.try_into() else { return false };
        let place = u32::from_le_bytes(place);
        let is_one = (1..=blobs::PIECE_BYTES as u64).contains(&piece.length) && place <= blobs::PLACE_MAX;
        if is_one {
            let key = (u64::from_le_bytes(*cart), u64::from_le_bytes(*sequence), place);
            self.0.entry(key).or_default().push(piece);
        }
        is_one
    }

    /// Puts their custom inputs into the cart's lines; the lines whose are lost have none then.
    pub(super) fn load(&self, image: &impl Image, key: u64, cart: &mut Cart) -> Vec<LineId> {
        let mut lost = Vec::new();
        for line in cart.lines.iter_mut().map(|line| line.deref_mut()) {
            let Some(inputs) = &mut line.custom_inputs else { continue };
            if inputs.body != CustomInputsBody::Stored {
                continue;
            }
            let mut ways = WAYS_MAX;
            match self.whole(image, (key, line.sequence, 0), Vec::new(), inputs, &mut ways) {
                Some(body) => inputs.body = body,
                None => {
                    line.custom_inputs = None;
                    lost.push(line.id.clone());
                }
            }
        }
        lost
    }

    /// The value that these bytes and the pieces from this one on make, where there is one that is the line's.
    fn whole(
        &self,
        image: &impl Image,
        next: (u64, u64, u32),
        so_far: Vec<u8>,
        inputs: &CustomInputs,
        ways: &mut usize,
    ) -> Option<CustomInputsBody> {
        for piece in self.0.get(&next).into_iter().flatten() {
            *ways = ways.checked_sub(1)?;
            let mut bytes = so_far.clone();
            bytes.extend_from_slice(&image.up_to(piece.offset, piece.length));
            let (cart, sequence, place) = next;
            if let Ok(value) = blobs::open(cart, sequence, &bytes)
                && value.fingerprint() == inputs.fingerprint
            {
                return Some(CustomInputsBody::Loaded(value));
            }
            if piece.length == blobs::PIECE_BYTES as u64 {
                let found = self.whole(image, (cart, sequence, place + 1), bytes, inputs, ways);
                if found.is_some() {
                    return found;
                }
            }
        }
        None
    }
}
