//! Program: a pattern as steps, and the machine that runs all its branches side by side, the preferred one first, so
//! that no text takes longer than steps times characters.

/// Where groups begin and end, in bytes: slot 2n and 2n + 1 of group n.
pub(super) type Slots = Vec<Option<usize>>;

/// One step.
#[derive(Clone, Debug)]
pub(super) enum Step {
    /// A character of these ranges, or none of them.
    Class {
        ranges: Vec<(char, char)>,
        negated: bool,
    },
    /// Goes on at both, the first preferred.
    Split(usize, usize),
    Jump(usize),
    /// Notes the place in a slot.
    Save(usize),
    /// At the start, of a line where `multiline`.
    Start,
    End,
    /// Between a word and no word, or not.
    Boundary(bool),
    Found,
}

/// The steps of a pattern.
#[derive(Clone, Debug)]
pub(super) struct Program {
    pub(super) steps: Vec<Step>,
    pub(super) slots: usize,
    pub(super) fold_case: bool,
    pub(super) multiline: bool,
}

struct Thread {
    step: usize,
    slots: Slots,
}

impl Program {
    /// The first match that begins at or after this byte.
    pub(super) fn find(&self, text: &str, from: usize) -> Option<Slots> {
        let mut found = None;
        let mut threads: Vec<Thread> = Vec::new();
        let ends = text.get(from..)?.char_indices().map(|(at, c)| (from + at, Some(c)));
        for (at, next) in ends.chain([(text.len(), None)]) {
            let mut seen = vec![false; self.steps.len()];
            let mut ready = Vec::new();
            for thread in threads {
                self.follow(thread, text, at, &mut seen, &mut ready);
            }
            if found.is_none() {
                let slots = vec![None; self.slots];
                self.follow(Thread { step: 0, slots }, text, at, &mut seen, &mut ready);
            }
            threads = Vec::new();
            for mut thread in ready {
                match &self.steps[thread.step] {
                    Step::Found => {
                        found = Some(thread.slots);
                        break;
                    }
                    Step::Class { ranges, negated } if next.is_some_and(|c| self.holds(ranges, c) != *negated) => {
                        thread.step += 1;
                        threads.push(thread);
                    }
                    _ => {}
                }
            }
            if threads.is_empty() && found.is_some() {
                break;
            }
        }
        found
    }

    /// Goes through the steps that take no character; those that do are ready, in order of preference.
    fn follow(&self, thread: Thread, text: &str, at: usize, seen: &mut [bool], ready: &mut Vec<Thread>) {
        let mut open = vec![thread];
        while let Some(mut thread) = open.pop() {
            if std::mem::replace(&mut seen[thread.step], true) {
                continue;
            }
            let step = thread.step;
            thread.step += 1;
            match &self.steps[step] {
                Step::Class { .. } | Step::Found => ready.push(Thread { step, slots: thread.slots }),
                Step::Split(first, second) => {
                    open.push(Thread { step: *second, slots: thread.slots.clone() });
                    open.push(Thread { step: *first, slots: thread.slots });
                }
                Step::Jump(target) => open.push(Thread { step: *target, slots: thread.slots }),
                Step::Save(slot) => {
                    thread.slots[*slot] = Some(at);
                    open.push(thread);
                }
                Step::Start if at == 0 || (self.multiline && text[..at].ends_with('\n')) => open.push(thread),
                Step::End if at == text.len() || (self.multiline && text[at..].starts_with('\n')) => open.push(thread),
                Step::Boundary(wanted) if is_boundary(text, at) == *wanted => open.push(thread),
                Step::Start | Step::End | Step::Boundary(_) => {}
            }
        }
    }

    fn holds(&self, ranges: &[(char, char)], c: char) -> bool {
        let within = |c: char| ranges.iter().any(|(first, last)| (*first..=*last).contains(&c));
        within(c) || (self.fold_case && (c.to_lowercase().any(within) || c.to_uppercase().any(within)))
    }
}

fn is_boundary(text: &str, at: usize) -> bool {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    text[..at].chars().next_back().is_some_and(is_word) != text[at..].chars().next().is_some_and(is_word)
}
