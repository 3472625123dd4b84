// A command from another compiler: collections, traits, formatting, 128-bit numbers, errors, and an end by panic.
use std::collections::{BTreeMap, HashMap, VecDeque};
use std::fmt;
use std::io::{self, BufRead, Read, Write};

#[derive(Debug, Clone, PartialEq)]
enum Task {
    Waiting { name: String, cost: u64 },
    Done(String, Result<f64, String>),
}

trait Describe {
    fn describe(&self) -> String;
}

impl Describe for Task {
    fn describe(&self) -> String {
        match self {
            Task::Waiting { name, cost } => format!("{name:>8} waits for {cost:05}"),
            Task::Done(name, Ok(value)) => format!("{name:<8} gave {value:.3e}"),
            Task::Done(name, Err(why)) => format!("{name:^8} failed: {why}"),
        }
    }
}

struct Fence(u128);

impl fmt::Display for Fence {
    fn fmt(&self, to: &mut fmt::Formatter) -> fmt::Result {
        write!(to, "{:#034x}", self.0)
    }
}

fn collatz(mut n: u64) -> u32 {
    let mut steps = 0;
    while n != 1 {
        n = if n % 2 == 0 { n / 2 } else { n.checked_mul(3).and_then(|x| x.checked_add(1)).expect("fits") };
        steps += 1;
    }
    steps
}

fn main() -> io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    println!("{:?} {:?}", arguments, std::env::var("GREETING"));
    if arguments.iter().any(|a| a == "panic") {
        let empty: Vec<i32> = Vec::new();
        println!("{}", empty[arguments.len()]);
    }
    let mut counts: HashMap<String, usize> = HashMap::new();
    let stdin = io::stdin();
    for line in stdin.lock().lines() {
        for word in line?.split_whitespace() {
            *counts.entry(word.trim_matches('.').to_lowercase()).or_default() += 1;
        }
    }
    let ordered: BTreeMap<_, _> = counts.iter().filter(|(_, &count)| count > 1).collect();
    println!("{ordered:?}");
    let mut queue: VecDeque<Task> = (0..4).map(|i| Task::Waiting { name: format!("task{i}"), cost: 1 << (i * 7) }).collect();
    queue.push_back(Task::Done("sum".into(), Ok((1..=1000).map(|x| 1.0 / x as f64).sum())));
    queue.push_back(Task::Done("parse".into(), "12x".parse::<f64>().map_err(|e| e.to_string())));
    while let Some(task) = queue.pop_front() {
        println!("{}", task.describe());
    }
    println!("{}", Fence((1..=30u128).product::<u128>() % 0xFFFF_FFFF_FFFF_FFFF_FFFF));
    println!("{} {:?}", collatz(837799), (1..2000).max_by_key(|&n| collatz(n)));
    println!("{:?} {:?} {:?}", f64::MAX, f32::MIN_POSITIVE, (0.1f32 + 0.2f32) as f64);
    println!("{} {} {}", i64::MIN.wrapping_abs(), (-7i32).rem_euclid(3), u32::MAX.rotate_left(7).leading_zeros());
    std::fs::write("/work/made.txt", "grüße".repeat(1000))?;
    let mut back = String::new();
    std::fs::File::open("/work/made.txt")?.read_to_string(&mut back)?;
    println!("{} bytes, {} letters", back.len(), back.chars().count());
    std::fs::remove_file("/work/made.txt")?;
    println!("{}", std::fs::metadata("/work/made.txt").is_err());
    io::stdout().flush()?;
    std::process::exit((ordered.len() % 50) as i32 + 3)
}
