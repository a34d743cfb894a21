//! The player: a melody on the loudspeakers, by one oscillator, until it is dropped. It alone knows Web Audio.

use wasm_bindgen::JsValue;
use web_sys::{AudioContext, OscillatorType};

use super::Melody;

/// How loud it is; 1 is as loud as can be.
const LOUDNESS: f32 = 0.15;
/// How long a tone takes to come or go, in seconds: faster ones click.
const FADE_S: f64 = 0.012;

/// What sounds; silent when it is dropped.
pub(crate) struct Player(AudioContext);

impl Player {
    /// Begins after so many seconds. A browser without sound plays nothing.
    pub(crate) fn play(melody: &Melody, after_s: f64) -> Option<Self> {
        let player = Self(AudioContext::new().ok()?);
        player.schedule(melody, after_s).ok()?;
        Some(player)
    }

    fn schedule(&self, melody: &Melody, after_s: f64) -> Result<(), JsValue> {
        let (oscillator, gain, panner) =
            (self.0.create_oscillator()?, self.0.create_gain()?, self.0.create_stereo_panner()?);
        oscillator.set_type(OscillatorType::Triangle);
        oscillator.connect_with_audio_node(&gain)?;
        gain.connect_with_audio_node(&panner)?;
        panner.connect_with_audio_node(&self.0.destination())?;
        let begin = self.0.current_time() + after_s;
        gain.gain().set_value_at_time(0.0, begin)?;
        for tone in &melody.tones {
            let at = begin + tone.at_s;
            panner.pan().set_value_at_time(tone.pan as f32, at)?;
            if let Some(hz) = tone.hz {
                oscillator.frequency().set_value_at_time(hz as f32, at)?;
            }
            gain.gain().set_target_at_time(if tone.hz.is_some() { LOUDNESS } else { 0.0 }, at, FADE_S)?;
        }
        let end = begin + melody.seconds;
        gain.gain().set_target_at_time(0.0, end - 5.0 * FADE_S, FADE_S)?;
        oscillator.start()?;
        oscillator.stop_with_when(end)
    }
}

impl Drop for Player {
    fn drop(&mut self) {
        let _closes_by_itself = self.0.close();
    }
}
