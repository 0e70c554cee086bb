//! `cargo xtask generate`: what is made once and committed.
//!
//! - Tables that never change, made from a library's data. `tidy` checks that they are still what is made here.
//! - The word lists of the compound splitter, from a Python package. `tidy` does not check them: that would take the network.
//! - The PDF guides of the corpus, printed by Chromium. Their bytes differ from one print to the next.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fmt::Write as _;
use std::io::Write as _;
use std::ops::RangeInclusive;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, bail};
use flate2::{Compression, write::ZlibEncoder};
use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

use crate::process::{self, Steps};
use crate::workspace::Workspace;
use crate::{files, setup};

/// Where the table of folded letters sits.
pub(crate) const FOLD_TABLE: &str = "crates/text/src/fold_table.rs";

/// What Unicode decomposes to nothing but readers see as a letter, or as two.
#[rustfmt::skip]
const OURS: &[(char, &str)] = &[
    ('Æ', "ae"), ('æ', "ae"), ('Ð', "d"), ('ð', "d"), ('Ø', "o"), ('ø', "o"), ('Þ', "th"), ('þ', "th"), ('ß', "ss"),
    ('Đ', "d"), ('đ', "d"), ('Ħ', "h"), ('ħ', "h"), ('ı', "i"), ('Ł', "l"), ('ł', "l"), ('ŉ', "n"), ('Ŋ', "ng"), ('ŋ', "ng"),
    ('Œ', "oe"), ('œ', "oe"), ('Ŧ', "t"), ('ŧ', "t"), ('ẞ', "ss"),
];

/// Letters of other scripts that readers type one for the other: first, last, and what the first becomes; the others follow
/// in step. Lower case only. The table has the Greek letters with accents besides, from Unicode.
#[rustfmt::skip]
const SHIFTS: &[(char, char, char)] = &[
    // Superscripts, subscripts and ordinals: `m²`, `CO₂`, `nº`. The micro sign is a Greek letter.
    ('ª', 'ª', 'a'), ('²', '³', '2'), ('µ', 'µ', 'μ'), ('¹', '¹', '1'), ('º', 'º', 'o'),
    ('⁰', '⁰', '0'), ('⁴', '⁹', '4'), ('₀', '₉', '0'),
    // Russian ё and Ukrainian ґ are mostly typed without; й, ї and ў are letters of their own, and typed. Lucene's Russian
    // stemmer and Ukrainian analyzer do the same.
    ('ѐ', 'ѐ', 'е'), ('ё', 'ё', 'е'), ('ѝ', 'ѝ', 'и'), ('ґ', 'ґ', 'г'),
    // Arabic: alef with or without hamza or madda, ta marbuta, alef maksura, as Lucene's ArabicNormalizer.
    ('آ', 'آ', 'ا'), ('أ', 'أ', 'ا'), ('إ', 'إ', 'ا'), ('ٱ', 'ٱ', 'ا'), ('ة', 'ة', 'ه'), ('ى', 'ى', 'ي'),
    // Persian and Urdu ye, kaf and he lie under the same keys as the Arabic ones, as Lucene's PersianNormalizer; but not its
    // ے, which tells plurals in Urdu. Pashto ګ is گ beyond the border; ې, ۍ and ئ are different words.
    ('ی', 'ی', 'ي'), ('ک', 'ک', 'ك'), ('ۀ', 'ۀ', 'ه'), ('ہ', 'ہ', 'ه'), ('ۂ', 'ۂ', 'ه'), ('ۃ', 'ۃ', 'ه'), ('ګ', 'ګ', 'گ'),
    // Devanagari with nukta, which is mostly not typed, and candrabindu for anusvara, as Lucene's HindiNormalizer.
    ('\u{901}', '\u{901}', '\u{902}'), ('ऩ', 'ऩ', 'न'), ('ऱ', 'ऱ', 'र'), ('ऴ', 'ऴ', 'ळ'),
    ('\u{958}', '\u{95A}', 'क'), ('\u{95B}', '\u{95B}', 'ज'), ('\u{95C}', '\u{95D}', 'ड'),
    ('\u{95E}', '\u{95E}', 'फ'), ('\u{95F}', '\u{95F}', 'य'),
    // Ethiopic: rows that sound alike become the first of them, and of the first row and the glottal one the fourth order
    // becomes the first (Tigrinya writes ኣብ in Eritrea, አብ in Ethiopia).
    ('ሃ', 'ሃ', 'ሀ'), ('ሐ', 'ሒ', 'ሀ'), ('ሓ', 'ሓ', 'ሀ'), ('ሔ', 'ሗ', 'ሄ'), ('ኀ', 'ኂ', 'ሀ'), ('ኃ', 'ኃ', 'ሀ'), ('ኄ', 'ኇ', 'ሄ'),
    ('ሠ', 'ሧ', 'ሰ'), ('ፀ', 'ፇ', 'ጸ'), ('ኣ', 'ኣ', 'አ'), ('ዐ', 'ዒ', 'አ'), ('ዓ', 'ዓ', 'አ'), ('ዔ', 'ዖ', 'ኤ'),
    // Ethiopic letters with a round mouth, first order: as the seventh order without (ጐ ጎ).
    ('ቈ', 'ቈ', 'ቆ'), ('ቘ', 'ቘ', 'ቖ'), ('ኈ', 'ኈ', 'ሆ'), ('ኰ', 'ኰ', 'ኮ'), ('ዀ', 'ዀ', 'ኾ'), ('ጐ', 'ጐ', 'ጎ'),
    // Full width.
    ('ａ', 'ｚ', 'a'),
    // Digits.
    ('\u{660}', '\u{669}', '0'), ('\u{6F0}', '\u{6F9}', '0'), ('\u{7C0}', '\u{7C9}', '0'), ('\u{966}', '\u{96F}', '0'),
    ('\u{9E6}', '\u{9EF}', '0'), ('\u{A66}', '\u{A6F}', '0'), ('\u{AE6}', '\u{AEF}', '0'), ('\u{B66}', '\u{B6F}', '0'),
    ('\u{BE6}', '\u{BEF}', '0'), ('\u{C66}', '\u{C6F}', '0'), ('\u{CE6}', '\u{CEF}', '0'), ('\u{D66}', '\u{D6F}', '0'),
    ('\u{E50}', '\u{E59}', '0'), ('\u{ED0}', '\u{ED9}', '0'), ('\u{F20}', '\u{F29}', '0'), ('\u{1040}', '\u{1049}', '0'),
    ('\u{1090}', '\u{1099}', '0'), ('\u{17E0}', '\u{17E9}', '0'), ('\u{1810}', '\u{1819}', '0'), ('０', '９', '0'),
];

/// Blocks of the scripts without spaces, where all marks belong to the letter before them.
const UNSPACED_WITH_MARKS: &[RangeInclusive<char>] =
    &['\u{E00}'..='\u{EFF}', '\u{1000}'..='\u{109F}', '\u{1780}'..='\u{17FF}', '\u{AA60}'..='\u{AA7F}'];

/// Where the words of the compound splitter come from; pinned, so that the same words are made again.
const WORD_FREQUENCIES: &str = "wordfreq==3.1.1";
/// Prints a line for each word of a language: how rare it is in steps of 10^(-1/100), a tab, the word.
const PRINT_WORDS: &str = "import sys, wordfreq\nfor step, words in enumerate(wordfreq.get_frequency_list(sys.argv[1], 'large')):\n    for word in words:\n        print(step, word, sep='\\t')";
/// The commonest words are enough: of 80,000 Dutch ones the last is met once in six million words.
const WORDS_COUNT: usize = 80_000;

/// Writes the tables and prints the guides.
pub(crate) fn run(steps: &mut Steps, workspace: &Workspace) -> anyhow::Result<()> {
    steps.time(FOLD_TABLE, || files::write(&workspace.root.join(FOLD_TABLE), fold_table()))?;
    steps.time("word lists", || word_lists(workspace))?;
    let chromium = setup::browser(steps)?;
    let (sources, guides) = (workspace.root.join("corpus/pdf-sources"), workspace.root.join("corpus/gids"));
    // All anew: a guide whose source went away goes too, and a print that failed leaves no old one behind.
    files::remove_tree(&guides)?;
    std::fs::create_dir_all(&guides).with_context(|| format!("could not make {}", guides.display()))?;
    for source in files::below(&sources)?.iter().filter(|file| file.extension().is_some_and(|name| name == "html")) {
        let guide = guides.join(source).with_extension("pdf");
        let mut print = Command::new(&chromium);
        // Without the log level it complains of every desktop service that a server does not have.
        print.args(["--headless", "--log-level=3", "--no-pdf-header-footer"]).args(setup::CHROMIUM_FLAGS);
        // Its own profile, so that it does not talk to a Chromium that is open.
        print.arg(argument("--user-data-dir=", &workspace.target.join("xtask/chromium")));
        print.arg(argument("--print-to-pdf=", &guide)).arg(argument("file://", &sources.join(source)));
        steps.run(&format!("print {}", workspace.relative(&guide).display()), &mut print)?;
        if !guide.is_file() {
            bail!("{print:?} printed nothing");
        }
    }
    Ok(())
}

/// The table of folded letters, as the source of its module.
pub(crate) fn fold_table() -> String {
    let mut many: Vec<(char, String)> = Vec::new();
    let extended = letters('\u{C0}'..='\u{24F}', &mut many);
    let additional = letters('\u{1E00}'..='\u{1EFF}', &mut many);
    many.extend(('\u{FB00}'..='\u{FB06}').map(|c| (c, folded(c))));
    // Bengali, Gurmukhi and Oriya letters that Unicode writes in two characters.
    many.extend(
        ('\u{980}'..='\u{B7F}').map(|c| (c, c.nfc().collect::<String>())).filter(|(c, to)| !to.chars().eq([*c])),
    );
    many.sort();
    let mut out =
        String::from("// @generated by `cargo xtask generate` from the crate unicode-normalization. Do not edit.\n\n");
    let mut add = |line: std::fmt::Arguments<'_>| writeln!(out, "{line}").expect("a String takes all");
    add(format_args!(
        "//! One byte a character: its folded letter, `.` for itself in lower case, `?` for a row of [`MANY`].\n"
    ));
    add(format_args!("pub(crate) const LATIN_EXTENDED: &[u8] = b\"{extended}\";"));
    add(format_args!("pub(crate) const LATIN_EXTENDED_ADDITIONAL: &[u8] = b\"{additional}\";"));
    add(format_args!("/// From U+1F00: the letter without its accents, less U+0370; `.` for itself."));
    add(format_args!("pub(crate) const GREEK_EXTENDED: &[u8] = b\"{}\";", greek_extended()));
    add(format_args!("pub(crate) const MANY: &[(char, &str)] = &["));
    for (from, to) in &many {
        add(format_args!("    ('\\u{{{:X}}}', \"{}\"),", u32::from(*from), to));
    }
    add(format_args!("];"));
    add(format_args!(
        "/// Capitals outside ASCII: first, last, how far they are apart, and what the first is in lower case; the others follow\n\
         /// in step."
    ));
    add(format_args!("pub(crate) const CAPITALS: &[(u32, u32, u32, u32)] = &["));
    for (first, last, apart, to) in capitals() {
        add(format_args!("    (0x{first:X}, 0x{last:X}, {apart}, 0x{to:X}),"));
    }
    add(format_args!("];"));
    add(format_args!("/// First, last, what the first becomes; the others follow in step."));
    add(format_args!("pub(crate) const SHIFTS: &[(u16, u16, u16)] = &["));
    let shifts = shifts();
    for (first, last, to) in &shifts {
        add(format_args!("    (0x{:X}, 0x{:X}, 0x{:X}),", u32::from(*first), u32::from(*last), u32::from(*to)));
    }
    add(format_args!("];"));
    add(format_args!("/// A letter and a mark that are one letter of its own: `й` is not `и`."));
    add(format_args!("pub(crate) const COMPOSED: &[(u16, u16, u16)] = &["));
    for (base, mark, whole) in composed(&shifts) {
        add(format_args!("    (0x{:X}, 0x{:X}, 0x{:X}),", u32::from(base), u32::from(mark), u32::from(whole)));
    }
    add(format_args!("];"));
    add(format_args!(
        "/// Runs of marks that std does not count as letters: the first in all bits but eight, their count in those."
    ));
    add(format_args!("#[rustfmt::skip]\npub(crate) const MARKS: &[u32] = &["));
    for run in marks() {
        add(format_args!("    0x{run:X},"));
    }
    add(format_args!("];"));
    out
}

/// All capitals outside ASCII that are one letter in lower case, in runs of those that are equally far apart, as they often lie
/// beside their small letters. A tenth of the table that std has.
fn capitals() -> Vec<(u32, u32, u32, u32)> {
    let mut runs: Vec<(u32, u32, u32, u32)> = Vec::new();
    for c in '\u{80}'..=char::MAX {
        let mut lower = c.to_lowercase();
        let (code, to) = match (lower.next(), lower.next()) {
            (Some(one), None) if one != c => (u32::from(c), u32::from(one)),
            _ => continue,
        };
        match runs.last_mut() {
            Some((first, last, apart, small))
                if code - *last <= 2
                    && (first == last || code - *last == *apart)
                    && to.wrapping_sub(*small) == code - *first =>
            {
                *apart = code - *last;
                *last = code;
            }
            _ => runs.push((code, code, 1, to)),
        }
    }
    runs
}

fn greek_extended() -> String {
    ('\u{1F00}'..='\u{1FFF}')
        .map(|c| match folded(c).chars().next() {
            Some(base @ 'α'..='ω') => char::from_u32(u32::from(base) - 0x370).expect("it is an ASCII letter"),
            _ => '.',
        })
        .collect()
}

fn shifts() -> Vec<(char, char, char)> {
    let mut shifts = SHIFTS.to_vec();
    let greek = ('\u{370}'..='\u{3FF}').filter(|c| c.is_lowercase());
    shifts.extend(greek.filter_map(|c| {
        let base = folded(c).chars().next()?;
        // The lunate sigma decomposes to the final one, which has a row of its own.
        let base = if base == 'ς' { 'σ' } else { base };
        (base != c).then_some((c, c, base))
    }));
    shifts.sort();
    shifts
}

/// Cyrillic, Arabic and kana letters with a mark that folding does not take away.
fn composed(shifts: &[(char, char, char)]) -> Vec<(char, char, char)> {
    let letters = ('\u{430}'..='\u{4FF}').chain('\u{620}'..='\u{6FF}').chain('\u{3041}'..='\u{30FF}');
    let kept = letters
        .filter(|c| c.to_lowercase().eq([*c]) && !shifts.iter().any(|(first, last, _)| (first..=last).contains(&c)));
    let mut composed: Vec<_> = kept
        .filter_map(|whole| match whole.nfd().collect::<Vec<_>>()[..] {
            [base, mark] => Some((base, mark, whole)),
            _ => None,
        })
        .collect();
    composed.sort();
    composed
}

fn marks() -> Vec<u32> {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for c in '\u{370}'..=char::MAX {
        let code = u32::from(c);
        let unspaced = UNSPACED_WITH_MARKS.iter().any(|block| block.contains(&c));
        if is_combining_mark(c) && (unspaced || !c.is_alphanumeric()) {
            match runs.last_mut() {
                Some((first, count)) if *first + *count == code && *count < 0xFF => *count += 1,
                _ => runs.push((code, 1)),
            }
        }
    }
    runs.into_iter().map(|(first, count)| first << 8 | count).collect()
}

/// Writes the word lists that `crates/text/data/README.md` describes.
fn word_lists(workspace: &Workspace) -> anyhow::Result<()> {
    let package = workspace.target.join("xtask/wordfreq");
    let mut install = Command::new("pip");
    process::output(install.args(["install", "--quiet", "--upgrade", "--target"]).arg(&package).arg(WORD_FREQUENCIES))?;
    for lang in ["nl", "de"] {
        let mut print = Command::new("python3");
        print.args(["-c", PRINT_WORDS, lang]).env("PYTHONPATH", &package).env("PYTHONIOENCODING", "utf-8");
        let list = word_list(&process::output(&mut print)?)?;
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(list.as_bytes()).context("a Vec takes all")?;
        let path = workspace.root.join(format!("crates/text/data/{lang}.words"));
        files::write(&path, encoder.finish().context("a Vec takes all")?)?;
    }
    Ok(())
}

/// The commonest words among `lines`, folded and sorted, one a line, each with the letter of its rarity after it: `A`
/// for the commonest, each next letter for a word 10^(1/4) times as rare.
fn word_list(lines: &str) -> anyhow::Result<String> {
    let mut steps: BTreeMap<String, u32> = BTreeMap::new();
    for line in lines.lines() {
        let (step, word) = line.split_once('\t').with_context(|| format!("no word in `{line}`"))?;
        let step = step.parse().with_context(|| format!("no number in `{line}`"))?;
        let word: String = word.chars().map(folded).collect();
        if (3..=20).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_lowercase()) {
            // The commonest spelling comes first.
            steps.entry(word).or_insert(step);
        }
    }
    let mut commonest: Vec<(u32, String)> = steps.into_iter().map(|(word, step)| (step, word)).collect();
    commonest.sort_unstable();
    commonest.truncate(WORDS_COUNT);
    commonest.sort_unstable_by(|a, b| a.1.cmp(&b.1));
    let mut list = String::new();
    for (step, word) in commonest {
        let letter =
            u8::try_from(step / 25).ok().and_then(|steps| b'A'.checked_add(steps)).context("too rare a word")?;
        list.extend([&word, &String::from(char::from(letter)), "\n"]);
    }
    Ok(list)
}

fn letters(range: RangeInclusive<char>, many: &mut Vec<(char, String)>) -> String {
    range
        .map(|c| {
            let to = folded(c);
            match to.as_bytes() {
                _ if to.chars().eq(c.to_lowercase()) => '.',
                [letter] if letter.is_ascii_alphanumeric() => char::from(*letter),
                _ => {
                    many.push((c, to));
                    '?'
                }
            }
        })
        .collect()
}

fn folded(c: char) -> String {
    if let Some((_, to)) = OURS.iter().find(|(from, _)| *from == c) {
        return (*to).into();
    }
    let base: String =
        c.nfkd().filter(|c| !is_combining_mark(*c) && c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    match base.chars().next() {
        // `ǣ` decomposes to `æ`, which has a row of its own.
        Some(first) if base.chars().count() == 1 && first != c => folded(first),
        _ => base,
    }
}

fn argument(name: &str, path: &Path) -> OsString {
    let mut argument = OsString::from(name);
    argument.push(path);
    argument
}
