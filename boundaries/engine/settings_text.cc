#include "boundaries/engine/settings_text.h"

#include <fmt/format.h>

#include <cmath>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <set>
#include <type_traits>

#include "geo/error.h"

namespace placewright::boundaries {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kUse = "use";

geo::InputError wrong(const std::string& file, const std::string& key, const std::string& what,
                      const std::string& fix) {
  return geo::InputError{{key.empty() ? file : file + ", '" + key + "'", what, fix}};
}

template <class Number>
void take_number(const Json& object, const SettingFacts& facts, const std::string& file, Number& number) {
  const auto at = object.find(facts.name);
  if (at == object.end()) return;
  const double given = at->is_number() ? at->get<double>() : std::nan("");
  const bool fits = given >= facts.min && given <= facts.max &&
                    (std::is_floating_point_v<Number> || given == std::floor(given));
  if (!fits)
    throw wrong(file, facts.name,
                fmt::format("{} is not within {} to {} ({})", at->dump(), facts.min, facts.max, facts.unit),
                "give a number within these limits, or leave the line out");
  number = static_cast<Number>(given);
}

void take_features(const Json& given, const std::string& file, Features& use) {
  if (!given.is_object()) throw wrong(file, kUse, "it is no object", R"(write it as {"cover": false})");
  std::set<std::string> known;
  for_each_feature(use, [&](const char* name, bool& used) {
    known.insert(name);
    const auto at = given.find(name);
    if (at == given.end()) return;
    if (!at->is_boolean())
      throw wrong(file, name, at->dump() + " is neither true nor false", "write true or false");
    used = at->get<bool>();
  });
  for (const auto& [name, value] : given.items())
    if (!known.contains(name)) throw wrong(file, name, "no feature bears that name", "leave it out");
}

}  // namespace

std::string write_settings(const Settings& settings) {
  Json out;
  for_each_setting(settings,
                   [&](const SettingFacts& facts, const auto& number) { out[facts.name] = number; });
  for_each_feature(settings.use, [&](const char* name, const bool& used) { out[kUse][name] = used; });
  return out.dump(2);
}

Settings parse_settings(std::string_view text, const std::string& file) {
  const Json given = Json::parse(text, nullptr, false);
  if (!given.is_object())
    throw wrong(file, "", "it is no JSON object", "take one from the record of a run, under \"settings\"");
  Settings settings;
  std::set<std::string> known{kUse};
  for_each_setting(settings, [&](const SettingFacts& facts, auto& number) {
    known.insert(facts.name);
    take_number(given, facts, file, number);
  });
  for (const auto& [name, value] : given.items())
    if (!known.contains(name))
      throw wrong(file, name, "no setting bears that name", "leave it out; a run's record lists all names");
  if (const auto use = given.find(kUse); use != given.end()) take_features(*use, file, settings.use);
  if (settings.min_window > settings.max_window || settings.max_window > settings.windows_from)
    throw wrong(file, "max_window",
                "a window must hold min_window neighbourhoods and fit a map of windows_from",
                "keep min_window <= max_window <= windows_from");
  if (settings.min_looks > settings.max_looks)
    throw wrong(file, "min_looks", "it is more than max_looks", "keep min_looks <= max_looks");
  if (settings.least_first_share > settings.most_first_share)
    throw wrong(file, "least_first_share", "it is more than most_first_share",
                "keep least_first_share <= most_first_share");
  return settings;
}

Settings read_settings(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw geo::InputError{{path, "it cannot be opened", "check the name, and that you may read it"}};
  return parse_settings(std::string(std::istreambuf_iterator<char>(file), {}), path);
}

}  // namespace placewright::boundaries
