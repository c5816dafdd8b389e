#include "boundaries/cli/import_recipe.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <glob.h>
#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "geo/error.h"

namespace placewright::boundaries::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 5> kKeys{"name", "within", "buffer", "period", "source"};
constexpr std::array<std::string_view, 4> kSourceKeys{"files", "as", "layer", "map"};

/// A recipe while it is read: complaints name the file and the line.
class Reader {
 public:
  explicit Reader(std::string path) : path_(std::move(path)) {}

  [[noreturn]] void refuse(const toml::node& node, std::string what, std::string fix) const {
    throw geo::InputError{
        {fmt::format("{}, line {}", path_, node.source().begin.line), std::move(what), std::move(fix)}};
  }

  template <std::size_t kCount>
  void allow(const toml::table& table, const std::array<std::string_view, kCount>& known) const {
    for (const auto& [key, node] : table)
      if (std::find(known.begin(), known.end(), key.str()) == known.end())
        refuse(node, fmt::format("'{}' is no key of a recipe", key.str()),
               fmt::format("one of: {}", fmt::join(known, ", ")));
  }

  [[nodiscard]] std::string text(const toml::table& table, std::string_view key) const {
    const auto* node = table.get(key);
    if (node == nullptr) return {};
    const auto value = node->value<std::string>();
    if (!node->is_string()) refuse(*node, fmt::format("{} is no text", key), "write it in quotes");
    return *value;
  }

  /// The files that a path with wildcards names, in the order of their names.
  [[nodiscard]] std::vector<std::string> files(const toml::node& node) const {
    const auto named = node.value<std::string>();
    if (!node.is_string() || named->empty())
      refuse(node, "a file is named by a text", "write each path in quotes");
    const auto path = (fs::path(path_).parent_path() / *named).string();
    std::error_code error;
    if (fs::exists(path, error)) return {path};
    glob_t found{};
    std::vector<std::string> fitting;
    if (glob(path.c_str(), GLOB_NOSORT, nullptr, &found) == 0)
      fitting.assign(found.gl_pathv, found.gl_pathv + found.gl_pathc);
    globfree(&found);
    std::sort(fitting.begin(), fitting.end());
    if (fitting.empty())
      refuse(node, fmt::format("no file fits '{}'", *named), "paths are relative to the recipe's folder");
    return fitting;
  }

 private:
  std::string path_;
};

toml::table parse(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw geo::InputError{{path, "there is no such recipe", "check the path"}};
  std::stringstream text;
  text << file.rdbuf();
  try {
    return toml::parse(text.str(), path);
  } catch (const toml::parse_error& error) {
    throw geo::InputError{{fmt::format("{}, line {}", path, error.source().begin.line),
                           std::string(error.description()), "write it as TOML"}};
  }
}

void read_source(const Reader& reader, const toml::node& node, Recipe& recipe) {
  const auto* source = node.as_table();
  if (source == nullptr) reader.refuse(node, "a source is a table", "begin it with [[source]]");
  reader.allow(*source, kSourceKeys);
  datasets::ByHand by_hand{reader.text(*source, "as"), reader.text(*source, "layer"), {}};
  if (const auto* map = source->get("map"); map != nullptr) {
    if (!map->is_table()) reader.refuse(*map, "a map is a table", "write map = { field = \"Column\" }");
    for (const auto& [field, column] : *map->as_table())
      by_hand.map[std::string(field.str())] = reader.text(*map->as_table(), field.str());
  }
  if (by_hand.as.empty() && !by_hand.map.empty())
    reader.refuse(*source, "a map needs a kind", "add as = \"site\" or another kind");
  const auto* files = source->get_as<toml::array>("files");
  if (files == nullptr || files->empty())
    reader.refuse(*source, "a source names its files", "add files = [\"downloads/*.csv\"]");
  for (const auto& item : *files)
    for (const auto& file : reader.files(item)) {
      if (!by_hand.as.empty() && fs::is_directory(file) && fs::path(file).extension() != ".gdb")
        reader.refuse(item, "a folder is not taken by hand", "name the files in it, such as folder/*.csv");
      if (std::find(recipe.files.begin(), recipe.files.end(), file) == recipe.files.end())
        recipe.files.push_back(file);
      if (!by_hand.as.empty() || !by_hand.layer.empty()) recipe.options.of_file[file] = by_hand;
    }
}

/// A path as it is written in a recipe: relative to the recipe where that is shorter to move about.
std::string path_in_recipe(const std::string& file, const std::string& recipe) {
  std::error_code error;
  const auto folder = fs::absolute(recipe).parent_path();
  const auto relative = fs::proximate(fs::absolute(file), folder, error);
  return error ? file : relative.generic_string();
}

}  // namespace

Recipe read_recipe(const std::string& path) {
  const toml::table table = parse(path);
  const Reader reader(path);
  reader.allow(table, kKeys);
  Recipe recipe;
  recipe.options.name = reader.text(table, "name");
  recipe.options.within = reader.text(table, "within");
  recipe.options.period = reader.text(table, "period");
  if (const auto* buffer = table.get("buffer"); buffer != nullptr) {
    recipe.options.buffer_km = buffer->value<double>();
    if (!buffer->is_number() || !(*recipe.options.buffer_km >= 0 && *recipe.options.buffer_km <= 500))
      reader.refuse(*buffer, "buffer is no number of kilometres", "write a number from 0 to 500");
  }
  const auto* sources = table.get_as<toml::array>("source");
  if (sources == nullptr)
    throw geo::InputError{{path, "names no source", "add [[source]] with files = [\"downloads/*.csv\"]"}};
  for (const auto& source : *sources) read_source(reader, source, recipe);
  return recipe;
}

std::string recipe_text(const Recipe& recipe, const std::string& path) {
  toml::table table;
  const auto& options = recipe.options;
  if (!options.name.empty()) table.insert("name", options.name);
  if (!options.within.empty()) table.insert("within", options.within);
  if (options.buffer_km) table.insert("buffer", *options.buffer_km);
  if (!options.period.empty()) table.insert("period", options.period);
  toml::array sources;
  toml::array recognised;
  for (const auto& file : recipe.files) {
    const auto by_hand = options.of_file.find(file);
    if (by_hand == options.of_file.end()) {
      recognised.push_back(path_in_recipe(file, path));
      continue;
    }
    toml::table source;
    source.insert("files", toml::array{path_in_recipe(file, path)});
    if (!by_hand->second.as.empty()) source.insert("as", by_hand->second.as);
    if (!by_hand->second.layer.empty()) source.insert("layer", by_hand->second.layer);
    if (!by_hand->second.map.empty()) {
      toml::table map;
      for (const auto& [field, column] : by_hand->second.map) map.insert(field, column);
      source.insert("map", std::move(map));
    }
    sources.push_back(std::move(source));
  }
  if (!recognised.empty()) {
    toml::table source;
    source.insert("files", std::move(recognised));
    sources.insert(sources.cbegin(), std::move(source));
  }
  table.insert("source", std::move(sources));
  std::ostringstream text;
  text << "# placewright import PLACE --recipe THIS.toml; paths may have wildcards\n" << table << "\n";
  return text.str();
}

}  // namespace placewright::boundaries::cli
