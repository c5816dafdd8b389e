#include "boundaries/question/brief.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <numeric>
#include <sstream>

#include "boundaries/question/styles.h"
#include "geo/error.h"

namespace placewright::boundaries {
namespace {

/// Edits (insert, drop, change a letter) from one word to another: for "did you mean".
std::size_t edits_between(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, change});
    }
  }
  return row.back();
}

/// One table of the file: knows where it is, so that each complaint names file, line and key.
class Section {
 public:
  Section(const toml::table& table, std::string_view file, std::string path)
      : table_(table), file_(file), path_(std::move(path)) {}

  /// Complains about the first key that is not among `known`.
  void allow(const std::vector<std::string_view>& known) const {
    for (const auto& [key, node] : table_) {
      if (std::find(known.begin(), known.end(), key.str()) != known.end()) continue;
      std::string_view nearest = known.front();
      for (const auto word : known)
        if (edits_between(key.str(), word) < edits_between(key.str(), nearest)) nearest = word;
      std::string all;
      for (const auto word : known) all += (all.empty() ? "" : ", ") + std::string(word);
      throw geo::InputError{{where(key.str(), key.source()), "no such key in a brief",
                             fmt::format("the nearest known key is '{}'; known here: {}", nearest, all)}};
    }
  }

  [[noreturn]] void refuse(std::string_view key, std::string what, std::string fix) const {
    const auto* node = table_.get(key);
    throw geo::InputError{
        {where(key, node != nullptr ? node->source() : table_.source()), std::move(what), std::move(fix)}};
  }

  [[nodiscard]] std::optional<double> number(std::string_view key, double least, double most) const {
    const auto* node = table_.get(key);
    if (node == nullptr) return std::nullopt;
    const auto value = node->value<double>();
    if (!node->is_number() || !value || !std::isfinite(*value))
      refuse(key, "not a number", "write digits, such as 30000");
    if (*value < least || *value > most)
      refuse(key, fmt::format("{} is out of range", *value),
             fmt::format("write a number from {} to {}", least, most));
    return value;
  }

  [[nodiscard]] std::optional<std::string> text(std::string_view key) const {
    const auto* node = table_.get(key);
    if (node == nullptr) return std::nullopt;
    if (!node->is_string()) refuse(key, "not a text", "write it in quotes");
    return node->value<std::string>();
  }

  [[nodiscard]] std::optional<std::string> choice(std::string_view key,
                                                  const std::vector<std::string_view>& all) const {
    auto value = text(key);
    if (!value || std::find(all.begin(), all.end(), *value) != all.end()) return value;
    std::string list;
    for (const auto word : all) list += (list.empty() ? "\"" : ", \"") + std::string(word) + "\"";
    refuse(key, fmt::format("'{}' is none of the choices", *value), "write one of " + list);
  }

  [[nodiscard]] std::optional<bool> truth(std::string_view key) const {
    const auto* node = table_.get(key);
    if (node == nullptr) return std::nullopt;
    if (!node->is_boolean()) refuse(key, "neither true nor false", "write true or false, without quotes");
    return node->value<bool>();
  }

  [[nodiscard]] std::vector<std::string> texts(std::string_view key) const {
    std::vector<std::string> values;
    const auto* node = table_.get(key);
    if (node == nullptr) return values;
    const auto* array = node->as_array();
    if (array == nullptr) refuse(key, "not a list", "write a list of texts, such as [\"lad\"]");
    for (const auto& item : *array) {
      const auto value = item.value<std::string>();
      if (!item.is_string() || value->empty())
        refuse(key, "holds something that is not a text", "write each in quotes");
      values.push_back(*value);
    }
    return values;
  }

  /// The names and numbers of an inline table such as { ward = 0.5 }.
  [[nodiscard]] std::optional<std::map<std::string, double>> numbers(std::string_view key,
                                                                     double least) const {
    const auto* node = table_.get(key);
    if (node == nullptr) return std::nullopt;
    const auto* table = node->as_table();
    if (table == nullptr) refuse(key, "not a table of names and numbers", "write it as { ward = 0.5 }");
    const Section inner(*table, file_, path_of(key));
    std::map<std::string, double> values;
    for (const auto& [name, value] : *table)
      values[std::string(name.str())] = *inner.number(name.str(), least, 1e9);
    return values;
  }

  /// The table [key], where there is one.
  [[nodiscard]] std::optional<Section> section(std::string_view key) const {
    const auto* node = table_.get(key);
    if (node == nullptr) return std::nullopt;
    if (node->as_table() == nullptr) refuse(key, "not a table", fmt::format("write it as [{}]", key));
    return Section(*node->as_table(), file_, path_of(key));
  }

  /// The names and lists of texts of an inline table such as { West = ["N01"] }.
  [[nodiscard]] std::map<std::string, std::vector<std::string>> lists(std::string_view key) const {
    const auto* table = table_.get_as<toml::table>(key);
    std::map<std::string, std::vector<std::string>> values;
    if (table == nullptr) refuse(key, "not a table of names and lists", "write it as { West = [\"N01\"] }");
    const Section inner(*table, file_, path_of(key));
    for (const auto& [name, value] : *table) values[std::string(name.str())] = inner.texts(name.str());
    return values;
  }

  [[nodiscard]] bool is_text(std::string_view key) const {
    const auto* node = table_.get(key);
    return node != nullptr && node->is_string();
  }
  [[nodiscard]] bool has(std::string_view key) const { return table_.contains(key); }

  /// The tables [[key]].
  [[nodiscard]] std::vector<Section> sections(std::string_view key) const {
    std::vector<Section> all;
    const auto* node = table_.get(key);
    if (node == nullptr) return all;
    const auto* array = node->as_array();
    if (array == nullptr) refuse(key, "not a list of tables", fmt::format("write it as [[{}]]", key));
    for (const auto& item : *array) {
      if (item.as_table() == nullptr)
        refuse(key, "not a list of tables", fmt::format("write it as [[{}]]", key));
      all.emplace_back(*item.as_table(), file_, path_of(key));
    }
    return all;
  }

 private:
  [[nodiscard]] std::string path_of(std::string_view key) const {
    return path_.empty() ? std::string(key) : path_ + "." + std::string(key);
  }
  [[nodiscard]] std::string where(std::string_view key, const toml::source_region& at) const {
    return fmt::format("{}, line {}, key '{}'", file_, at.begin.line, path_of(key));
  }

  const toml::table& table_;
  std::string file_, path_;
};

constexpr double kMost = 1e12;

Brief::Population read_population(const Section& section) {
  section.allow({"min", "max", "target", "denominator", "bounds"});
  Brief::Population population;
  population.min = section.number("min", 0, kMost).value_or(population.min);
  population.max = section.number("max", 1, kMost).value_or(population.max);
  population.target = section.number("target", 1, kMost);
  population.denominator = section.text("denominator").value_or(population.denominator);
  population.hard = section.choice("bounds", {"hard", "soft"}).value_or("hard") == "hard";
  if (population.min > population.max)
    section.refuse("min", fmt::format("min {} is above max {}", population.min, population.max),
                   "write a min that is not above max");
  const auto& denominator = population.denominator;
  if (denominator != "resident" && denominator != "registered" &&
      !(denominator.starts_with("weighted:") && denominator.size() > 9))
    section.refuse("denominator", fmt::format("'{}' is no denominator", denominator),
                   "write \"resident\", \"registered\" or \"weighted:<scheme>\"");
  return population;
}

/// A key that a present table does not name is 0, or what the brief's style says.
Brief::Weights read_weights(const Section& section, const Style* style) {
  std::vector<std::string_view> keys;
  for (const auto criterion : kCriteriaOfBrief) keys.push_back(row_of(criterion).key);
  section.allow(keys);
  Brief::Weights weights;
  weights.of = style != nullptr ? style->weights : CriterionTable<double>{};
  for (const auto& row : kCriteria)
    if (row.by_kind)
      weights.alignment = section.numbers(row.key, 0).value_or(std::map<std::string, double>{});
    else
      weights[row.criterion] = section.number(row.key, 0, 1e9).value_or(weights[row.criterion]);
  return weights;
}

/// `least`: how many areas the rule needs to mean something.
std::vector<Brief::Rule> read_rules(const Section& file, std::string_view key, std::size_t least) {
  std::vector<Brief::Rule> rules;
  for (const auto& section : file.sections(key)) {
    Brief::Rule rule;
    const bool lock = key == "lock", wish = key.starts_with("keep_");
    if (lock)
      section.allow({"areas", "neighbourhood", "why", "by", "hard"});
    else if (wish)
      section.allow({"areas", "why", "by", "hard", "weight"});
    else
      section.allow({"areas", "why", "by"});
    rule.areas = section.texts("areas");
    rule.neighbourhood = lock ? section.text("neighbourhood").value_or("") : "";
    rule.why = section.text("why").value_or("");
    rule.by = section.text("by").value_or("");
    if (lock || wish) rule.hard = section.truth("hard").value_or(true);
    if (wish) rule.weight = section.number("weight", 0, 1e9).value_or(1);
    if (lock && !rule.hard)
      section.refuse("hard", "a lock is always hard", "leave the key out, or write it as [[keep_together]]");
    auto distinct = rule.areas;
    std::sort(distinct.begin(), distinct.end());
    if (std::adjacent_find(distinct.begin(), distinct.end()) != distinct.end())
      section.refuse("areas", "names an area twice", "name each area once");
    if (rule.areas.size() < least && !(lock && !rule.neighbourhood.empty()))
      section.refuse("areas", fmt::format("names {} areas", rule.areas.size()),
                     fmt::format("name at least {} area{} by code", least, least == 1 ? "" : "s"));
    rules.push_back(std::move(rule));
  }
  return rules;
}

Brief::Levels read_levels(const Section& section) {
  section.allow({"multi"});
  Brief::Levels levels;
  if (!section.has("multi")) return levels;
  if (section.is_text("multi")) {
    levels.kind = section.text("multi").value_or("");
    if (levels.kind.empty())
      section.refuse("multi", "names no kind of units",
                     "write multi = \"ward\", or { West = [\"N01\", \"N02\"] }");
    return levels;
  }
  levels.members = section.lists("multi");
  std::map<std::string_view, std::string_view> said;
  for (const auto& [level, members] : levels.members)
    for (const auto& member : members)
      if (const auto [before, fresh] = said.emplace(member, level); !fresh)
        section.refuse("multi", fmt::format("'{}' is in '{}' and in '{}'", member, before->second, level),
                       "name each neighbourhood or area once");
  return levels;
}

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\')
      out += '\\', out += c;
    else if (byte < 0x20 || byte == 0x7f)
      out += fmt::format("\\u{:04X}", byte);
    else
      out += c;
  }
  return out + "\"";
}

std::string quoted_list(const std::vector<std::string>& texts) {
  std::string out;
  for (const auto& text : texts) out += (out.empty() ? "" : ", ") + quoted(text);
  return "[" + out + "]";
}

std::string table_of(const std::map<std::string, double>& numbers) {
  std::string out;
  for (const auto& [name, number] : numbers)
    out += fmt::format("{}{} = {}", out.empty() ? "" : ", ", quoted(name), number);
  return out.empty() ? "{}" : "{ " + out + " }";
}

std::string levels_text(const Brief::Levels& levels) {
  if (!levels.kind.empty()) return fmt::format("\n[levels]\nmulti = {}\n", quoted(levels.kind));
  if (levels.members.empty()) return {};
  std::string out;
  for (const auto& [level, members] : levels.members)
    out += fmt::format("{}{} = {}", out.empty() ? "" : ", ", quoted(level), quoted_list(members));
  return fmt::format("\n[levels]\nmulti = {{ {} }}\n", out);
}

std::string rule_text(std::string_view key, const Brief::Rule& rule) {
  std::string out = fmt::format("\n[[{}]]\nareas = {}\n", key, quoted_list(rule.areas));
  if (!rule.neighbourhood.empty()) out += "neighbourhood = " + quoted(rule.neighbourhood) + "\n";
  if (!rule.why.empty()) out += "why = " + quoted(rule.why) + "\n";
  if (!rule.by.empty()) out += "by = " + quoted(rule.by) + "\n";
  if (!rule.hard) out += "hard = false\n";
  if (rule.weight != 1) out += fmt::format("weight = {}\n", rule.weight);
  return out;
}

}  // namespace

Brief parse_brief(std::string_view text, std::string_view file_name) {
  toml::table root;
  try {
    root = toml::parse(text, file_name);
  } catch (const toml::parse_error& error) {
    throw geo::InputError{{fmt::format("{}, line {}, column {}", file_name, error.source().begin.line,
                                       error.source().begin.column),
                           std::string(error.description()),
                           "mend the TOML there; texts stand in quotes, lists in [ ]"}};
  }
  const Section file(root, file_name, "");
  file.allow({"style", "population", "neighbourhoods", "hold", "weights", "deprivation", "access", "change",
              "keep_together", "keep_apart", "lock", "link", "cut", "levels"});
  Brief brief;
  const Style* style = nullptr;
  if (const auto name = file.text("style")) {
    style = find_style(*name);
    if (style == nullptr)
      file.refuse("style", fmt::format("'{}' is no style", *name), "write one of: " + list_styles());
    use_style(brief, *style);
  }
  if (const auto section = file.section("population")) brief.population = read_population(*section);
  if (const auto section = file.section("neighbourhoods")) {
    section->allow({"count"});
    const auto count = section->number("count", 1, 1e6);
    if (count && *count != std::floor(*count))
      section->refuse("count", "not a whole number", "write a whole number");
    if (count) brief.count = static_cast<std::uint32_t>(*count);
  }
  if (const auto section = file.section("hold")) {
    section->allow({"within", "whole"});
    brief.hold = {section->texts("within"), section->texts("whole")};
  }
  if (const auto section = file.section("weights")) brief.weights = read_weights(*section, style);
  if (const auto section = file.section("deprivation")) {
    section->allow({"measure", "aim", "weight_by"});
    auto& deprivation = brief.deprivation;
    deprivation.measure = section->text("measure").value_or(deprivation.measure);
    deprivation.aim = section->choice("aim", {"gather", "spread"}).value_or(deprivation.aim);
    deprivation.weight_by =
        section->choice("weight_by", {"population", "area"}).value_or(deprivation.weight_by);
  }
  if (const auto section = file.section("access")) {
    section->allow({"kinds", "mode"});
    brief.access.kinds = section->numbers("kinds", 0).value_or(brief.access.kinds);
    brief.access.mode = section->text("mode").value_or(brief.access.mode);
    if (brief.access.mode.empty())
      section->refuse("mode", "empty", "write \"walk\", \"drive\" or a matrix's name");
  }
  if (const auto section = file.section("change")) {
    section->allow({"from", "max_people"});
    brief.change = Brief::Change{section->text("from").value_or(""), section->number("max_people", 0, kMost)};
    if (brief.change->from.empty())
      section->refuse("from", "names no plan", "write from = \"<a plan of the place>\"");
  }
  brief.keep_together = read_rules(file, "keep_together", 2);
  brief.keep_apart = read_rules(file, "keep_apart", 2);
  brief.locks = read_rules(file, "lock", 1);
  brief.links = read_rules(file, "link", 2);
  brief.cuts = read_rules(file, "cut", 2);
  if (const auto section = file.section("levels")) brief.levels = read_levels(*section);
  return brief;
}

Brief read_brief(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  if (file) text << file.rdbuf();
  if (!file || !text)
    throw geo::InputError{{path, "the brief cannot be read", "check the path; a brief is a TOML text file"}};
  return parse_brief(text.str(), path);
}

bool names_bounds(std::string_view text) {
  try {
    const auto root = toml::parse(text);
    return !!root["population"]["min"] || !!root["population"]["max"];
  } catch (const toml::parse_error&) {
    return false;  // parse_brief says what is wrong with it
  }
}

std::string write_brief(const Brief& brief) {
  const auto& population = brief.population;
  std::string out = brief.style.empty() ? "" : fmt::format("style = {}\n\n", quoted(brief.style));
  out += fmt::format("[population]\nmin = {}\nmax = {}\n", population.min, population.max);
  if (population.target) out += fmt::format("target = {}\n", *population.target);
  out += fmt::format("denominator = {}\nbounds = \"{}\"\n", quoted(population.denominator),
                     population.hard ? "hard" : "soft");
  if (brief.count) out += fmt::format("\n[neighbourhoods]\ncount = {}\n", *brief.count);
  if (!brief.hold.within.empty() || !brief.hold.whole.empty())
    out += fmt::format("\n[hold]\nwithin = {}\nwhole = {}\n", quoted_list(brief.hold.within),
                       quoted_list(brief.hold.whole));
  out += "\n[weights]\n";
  for (const auto criterion : kCriteriaOfBrief) {
    const auto& row = row_of(criterion);
    if (row.by_kind)
      out += fmt::format("{} = {}\n", row.key, table_of(brief.weights.alignment));
    else
      out += fmt::format("{} = {}\n", row.key, brief.weights[criterion]);
  }
  out += fmt::format("\n[deprivation]\nmeasure = {}\naim = {}\nweight_by = {}\n",
                     quoted(brief.deprivation.measure), quoted(brief.deprivation.aim),
                     quoted(brief.deprivation.weight_by));
  out += fmt::format("\n[access]\nkinds = {}\nmode = {}\n", table_of(brief.access.kinds),
                     quoted(brief.access.mode));
  if (brief.change) {
    out += fmt::format("\n[change]\nfrom = {}\n", quoted(brief.change->from));
    if (brief.change->max_people) out += fmt::format("max_people = {}\n", *brief.change->max_people);
  }
  out += levels_text(brief.levels);
  for (const auto& rule : brief.keep_together) out += rule_text("keep_together", rule);
  for (const auto& rule : brief.keep_apart) out += rule_text("keep_apart", rule);
  for (const auto& rule : brief.locks) out += rule_text("lock", rule);
  for (const auto& rule : brief.links) out += rule_text("link", rule);
  for (const auto& rule : brief.cuts) out += rule_text("cut", rule);
  return out;
}

}  // namespace placewright::boundaries
