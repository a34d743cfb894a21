//! P-31: whatever comes in is answered by an error, and nothing large is allocated for it.

use document::{NodeId, Op, Property, Value};
use proptest::prelude::*;
use protocol::{FrameError, FromClient, FromRelay, codec, decode, encode};

fn long_message() -> FromClient {
    let title = |index: u64| Op::Set {
        node: NodeId::from_bytes(index.to_be_bytes()),
        property: Property::Title,
        value: Value::Text("a title".into()),
    };
    let id = document::OpId { client: document::ClientId::from_bytes([1; 8]), counter: 1 };
    FromClient::Submit(vec![document::Gesture { id, ops: (0..200).map(title).collect() }])
}

proptest! {
    #[test]
    fn random_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..400), encoding in 0..3u8) {
        let mut frame = vec![codec::VERSION, encoding];
        frame.extend(&bytes);
        let _either = (decode::<FromClient>(&frame), decode::<FromRelay>(&frame), decode::<FromClient>(&bytes));
    }

    #[test]
    fn damaged_frames_never_panic(at in any::<prop::sample::Index>(), flip in 1..=255u8, cut in any::<prop::sample::Index>()) {
        let mut frame = encode(&long_message()).unwrap();
        let at = at.index(frame.len());
        frame[at] ^= flip;
        let _either = decode::<FromClient>(&frame);
        frame.truncate(cut.index(frame.len()));
        prop_assert!(decode::<FromClient>(&frame).is_err());
    }
}

#[test]
fn long_messages_are_compressed_and_come_back() {
    let message = long_message();
    let frame = encode(&message).unwrap();
    assert!(frame.len() < 2500, "{} bytes", frame.len());
    assert_eq!(decode::<FromClient>(&frame).unwrap(), message);
}

#[test]
fn a_bomb_is_refused_before_it_is_inflated() {
    for claimed in [codec::MAX_MESSAGE_BYTES as u32 + 1, u32::MAX] {
        let mut frame = vec![codec::VERSION, 1];
        frame.extend(claimed.to_le_bytes());
        frame.extend([0x1f; 64]);
        assert_eq!(decode::<FromClient>(&frame), Err(FrameError::TooLarge(claimed as usize)));
    }
}

#[test]
fn other_versions_and_trailing_bytes_are_refused() {
    let mut frame = encode(&FromClient::Heartbeat).unwrap();
    frame[0] = 9;
    assert_eq!(decode::<FromClient>(&frame), Err(FrameError::Version { got: 9 }));
    let mut frame = encode(&FromClient::Heartbeat).unwrap();
    frame.push(0);
    assert_eq!(decode::<FromClient>(&frame), Err(FrameError::Malformed));
    assert_eq!(decode::<FromClient>(&[]), Err(FrameError::Empty));
}
