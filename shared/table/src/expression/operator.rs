//! Operator: what the operators make of two values, as in ECMAScript.

use std::cmp::Ordering;

use super::node::{Binary, Unary};
use crate::relation::Value;

pub(super) fn unary(operator: Unary, value: &Value) -> Value {
    match operator {
        Unary::Minus => Value::Number(-value.to_number()),
        Unary::Plus => Value::Number(value.to_number()),
        Unary::Not => Value::Flag(!value.truthy()),
        Unary::BitNot => Value::Number(f64::from(!bits(value.to_number()))),
    }
}

pub(super) fn binary(operator: Binary, left: &Value, right: &Value) -> Value {
    if let Some(arithmetic) = arithmetic(operator) {
        return Value::Number(arithmetic(left.to_number(), right.to_number()));
    }
    if let Some(holds) = order(operator) {
        return Value::Flag(left.compare(right).is_some_and(holds));
    }
    match operator {
        Binary::Equal => Value::Flag(left.equals(right)),
        Binary::NotEqual => Value::Flag(!left.equals(right)),
        Binary::Same => Value::Flag(left.same_as(right)),
        Binary::NotSame => Value::Flag(!left.same_as(right)),
        _ => add(left, right),
    }
}

/// Joins where one is a text once it is simple, else adds.
fn add(left: &Value, right: &Value) -> Value {
    match (left.primitive(), right.primitive()) {
        (left @ Value::Text(_), right) | (left, right @ Value::Text(_)) => {
            Value::Text((left.to_text().to_string() + &right.to_text()).into())
        }
        (left, right) => Value::Number(left.to_number() + right.to_number()),
    }
}

/// The operators that take numbers whatever they are given; `+` is none of them.
pub(super) fn arithmetic(operator: Binary) -> Option<fn(f64, f64) -> f64> {
    Some(match operator {
        Binary::Subtract => |left, right| left - right,
        Binary::Multiply => |left, right| left * right,
        Binary::Divide => |left, right| left / right,
        Binary::Remainder => |left, right| left % right,
        Binary::BitAnd => |left, right| f64::from(bits(left) & bits(right)),
        Binary::BitOr => |left, right| f64::from(bits(left) | bits(right)),
        Binary::BitXor => |left, right| f64::from(bits(left) ^ bits(right)),
        Binary::ShiftLeft => |left, right| f64::from(bits(left).wrapping_shl(bits(right) as u32)),
        Binary::ShiftRight => |left, right| f64::from(bits(left).wrapping_shr(bits(right) as u32)),
        Binary::ShiftRightUnsigned => |left, right| f64::from((bits(left) as u32).wrapping_shr(bits(right) as u32)),
        _ => return None,
    })
}

/// The operators that ask for an order.
pub(super) fn order(operator: Binary) -> Option<fn(Ordering) -> bool> {
    Some(match operator {
        Binary::Less => Ordering::is_lt,
        Binary::AtMost => Ordering::is_le,
        Binary::Greater => Ordering::is_gt,
        Binary::AtLeast => Ordering::is_ge,
        _ => return None,
    })
}

/// The lowest 32 bits of the whole part.
fn bits(number: f64) -> i32 {
    if number.is_finite() { number.trunc().rem_euclid(4_294_967_296.0) as u32 as i32 } else { 0 }
}
