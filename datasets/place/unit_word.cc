#include "datasets/place/unit_word.h"

#include <algorithm>
#include <cctype>

#include "datasets/place/place.h"
#include "datasets/place/setting_text.h"

namespace placewright::datasets {
namespace {

constexpr std::string_view kPlain = "neighbourhood";

/// One word for several things, as English forms it mostly.
std::string plural_of(const std::string& one) {
  constexpr std::string_view kVowels = "aeiou";
  const auto ends = [&](std::string_view end) { return one.ends_with(end); };
  if (one.size() > 1 && ends("y") && kVowels.find(one[one.size() - 2]) == std::string_view::npos)
    return one.substr(0, one.size() - 1) + "ies";
  return one + (ends("s") || ends("x") || ends("ch") || ends("sh") ? "es" : "s");
}

/// Whether a letter before or after makes it part of another word, a column's name or a path.
bool joins(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-' || c == '/' || c == '.' ||
         static_cast<unsigned char>(c) >= 0x80;
}

/// Whether the text goes on in the same word after `end`; a full stop before a space ends it.
bool goes_on(std::string_view text, std::size_t end) {
  if (end >= text.size()) return false;
  if (text[end] != '.') return joins(text[end]);
  return end + 1 < text.size() && joins(text[end + 1]);
}

std::string with_capital(std::string word) {
  word[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(word[0])));
  return word;
}

/// "a" becomes "an" before a vowel.
void mend_article(std::string& before, const std::string& word) {
  constexpr std::string_view kVowels = "aeiouAEIOU";
  if (kVowels.find(word[0]) == std::string_view::npos) return;
  const bool ends = before.ends_with("a ") || before.ends_with("A ");
  if (ends && (before.size() == 2 || !joins(before[before.size() - 3])))
    before.insert(before.size() - 1, "n");
}

}  // namespace

UnitWord::UnitWord(const std::map<std::string, std::string>& settings)
    : one_(setting_text(settings, kUnitWord)) {
  if (one_.empty()) return;
  many_ = setting_text(settings, kUnitWords);
  if (many_.empty()) many_ = plural_of(one_);
}

void UnitWord::keep(std::string_view name) {
  if (one_.empty() || said(name) == name) return;
  if (name.size() <= kPlain.size() + 1) return;  // the bare word is no name
  if (std::find(kept_.begin(), kept_.end(), name) != kept_.end()) return;
  const auto at =
      std::find_if(kept_.begin(), kept_.end(), [&](const auto& kept) { return kept.size() < name.size(); });
  kept_.emplace(at, name);
}

/// Where the name that begins here ends; `at` itself where none does.
std::size_t UnitWord::end_of_name(std::string_view text, std::size_t at) const {
  for (const auto& name : kept_)
    if (text.substr(at, name.size()) == name) return at + name.size();
  return at;
}

std::string UnitWord::said(std::string_view text) const {
  if (one_.empty()) return std::string(text);
  std::string out;
  std::size_t done = 0;
  for (std::size_t at = 0; at + kPlain.size() <= text.size(); ++at) {
    if (const auto end = end_of_name(text, at); end > at) {
      at = end - 1;
      continue;
    }
    const bool capital = at == 0 && text[0] == 'N';
    if (text.substr(at + 1, kPlain.size() - 1) != kPlain.substr(1) || (text[at] != 'n' && !capital)) continue;
    auto end = at + kPlain.size();
    const bool many = end < text.size() && text[end] == 's';
    if (many) ++end;
    if ((at > 0 && joins(text[at - 1])) || goes_on(text, end)) continue;
    out += text.substr(done, at - done);
    const auto& word = many ? many_ : one_;
    mend_article(out, word);
    out += capital ? with_capital(word) : word;
    done = end;
    at = end - 1;
  }
  return out += text.substr(done);
}

UnitWord unit_word(const Place& place) {
  UnitWord word(place.settings);
  if (word.empty()) return word;
  word.keep(place.name);
  for (const auto& name : place.areas.name) word.keep(name);
  for (const auto& [column, values] : place.areas.parents)
    if (column.ends_with("_name"))
      for (const auto& name : values) word.keep(name);
  for (const auto& site : place.sites) word.keep(site.name), word.keep(site.organisation);
  for (const auto& boundary : place.boundaries) word.keep(boundary.name);
  for (const auto& row : place.footprints) word.keep(row.footprint_id), word.keep(row.service);
  for (const auto& row : place.workforce) word.keep(row.role), word.keep(row.employer);
  for (const auto& note : place.notes) word.keep(note.text), word.keep(note.author), word.keep(note.evidence);
  for (const auto& source : place.sources) word.keep(source.file);
  for (const auto& [key, value] : place.settings)
    if (key != kUnitWord && key != kUnitWords) word.keep(value);
  for (const auto& plan : place.plans) {
    word.keep(plan.name);
    for (const auto& one : plan.neighbourhoods)
      for (const auto* name : {&one.id, &one.name, &one.parent, &one.parent_name, &one.reason})
        word.keep(*name);
  }
  return word;
}

}  // namespace placewright::datasets
