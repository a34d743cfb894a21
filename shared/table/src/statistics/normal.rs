//! Normal: the standard normal distribution. Its cumulative probability is Hart's approximation as in West, "Better
//! approximations to cumulative normal functions" (2009); its quantile is Wichura's algorithm AS 241 (1988).

use std::f64::consts::TAU;

/// The density of the standard normal distribution.
pub(crate) fn density(z: f64) -> f64 {
    (-0.5 * z * z).exp() / TAU.sqrt()
}

/// The value of a polynomial, its highest coefficient first.
fn polynomial(coefficients: &[f64], x: f64) -> f64 {
    coefficients.iter().fold(0.0, |sum, coefficient| sum * x + coefficient)
}

/// Where the approximation by a quotient ends and the continued fraction begins.
const FAR: f64 = 7.071_067_811_865_47;
/// Beyond this, nothing is left.
const FARTHEST: f64 = 37.0;

/// How much of the standard normal distribution lies below.
pub(crate) fn cumulative(z: f64) -> f64 {
    const ABOVE: [f64; 7] = [
        3.526_249_659_989_11e-2,
        0.700_383_064_443_688,
        6.373_962_203_531_65,
        33.912_866_078_383,
        112.079_291_497_871,
        221.213_596_169_931,
        220.206_867_912_376,
    ];
    const BELOW: [f64; 8] = [
        8.838_834_764_831_84e-2,
        1.755_667_163_182_64,
        16.064_177_579_207,
        86.780_732_202_946_1,
        296.564_248_779_674,
        637.333_633_378_831,
        793.826_512_519_948,
        440.413_735_824_752,
    ];
    let far = z.abs();
    let tail = if far > FARTHEST {
        0.0
    } else if far < FAR {
        (-far * far / 2.0).exp() * polynomial(&ABOVE, far) / polynomial(&BELOW, far)
    } else {
        let fraction = [4.0, 3.0, 2.0, 1.0].into_iter().fold(far + 0.65, |sum, part| far + part / sum);
        (-far * far / 2.0).exp() / fraction / TAU.sqrt()
    };
    if z > 0.0 { 1.0 - tail } else { tail }
}

/// Below which value such a share of the standard normal distribution lies; NaN where it is no share.
pub(crate) fn quantile(share: f64) -> f64 {
    if !(0.0..=1.0).contains(&share) {
        return f64::NAN;
    }
    let centre = share - 0.5;
    if centre.abs() <= 0.425 {
        let x = 0.180_625 - centre * centre;
        return centre * polynomial(&MIDDLE[0], x) / polynomial(&MIDDLE[1], x);
    }
    let tail = (-share.min(1.0 - share).ln()).sqrt();
    let far = match tail {
        _ if tail.is_infinite() => f64::INFINITY,
        near if near <= 5.0 => polynomial(&NEAR[0], near - 1.6) / polynomial(&NEAR[1], near - 1.6),
        tail => polynomial(&TAIL[0], tail - 5.0) / polynomial(&TAIL[1], tail - 5.0),
    };
    far.copysign(centre)
}

const MIDDLE: [[f64; 8]; 2] = [
    [
        2.509_080_928_730_122_6e3,
        3.343_057_558_358_813e4,
        6.726_577_092_700_87e4,
        4.592_195_393_154_987e4,
        1.373_169_376_550_946e4,
        1.971_590_950_306_551_3e3,
        1.331_416_678_917_843_8e2,
        3.387_132_872_796_366_5,
    ],
    [
        5.226_495_278_852_854e3,
        2.872_908_573_572_194_3e4,
        3.930_789_580_009_271e4,
        2.121_379_430_158_659_7e4,
        5.394_196_021_424_751e3,
        6.871_870_074_920_579e2,
        4.231_333_070_160_091e1,
        1.0,
    ],
];
const NEAR: [[f64; 8]; 2] = [
    [
        7.745_450_142_783_414e-4,
        2.272_384_498_926_918_4e-2,
        2.417_807_251_774_506e-1,
        1.270_458_252_452_368_4,
        3.647_848_324_763_204_5,
        5.769_497_221_460_691,
        4.630_337_846_156_546,
        1.423_437_110_749_683_5,
    ],
    [
        1.050_750_071_644_416_9e-9,
        5.475_938_084_995_345e-4,
        1.519_866_656_361_645_7e-2,
        1.481_039_764_274_800_8e-1,
        6.897_673_349_851e-1,
        1.676_384_830_183_803_8,
        2.053_191_626_637_759,
        1.0,
    ],
];
const TAIL: [[f64; 8]; 2] = [
    [
        2.010_334_399_292_288_1e-7,
        2.711_555_568_743_487_6e-5,
        1.242_660_947_388_078_4e-3,
        2.653_218_952_657_612_4e-2,
        2.965_605_718_285_049e-1,
        1.784_826_539_917_291_3,
        5.463_784_911_164_114,
        6.657_904_643_501_103,
    ],
    [
        2.044_263_103_389_939_8e-15,
        1.421_511_758_316_446e-7,
        1.846_318_317_510_054_7e-5,
        7.868_691_311_456_133e-4,
        1.487_536_129_085_061_5e-2,
        1.369_298_809_227_358e-1,
        5.998_322_065_558_88e-1,
        1.0,
    ],
];
