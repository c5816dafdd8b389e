#include "datasets/read/organisation_json.h"

#include <fmt/format.h>

#include <array>
#include <nlohmann/json.hpp>
#include <set>

#include "datasets/read/byte_file.h"
#include "datasets/read/cells.h"
#include "geo/error.h"

namespace placewright::datasets {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kMaxBytes = std::size_t{64} << 20;

std::string whole_text(const InputTable& file) {
  ByteFile bytes(file.path);
  std::string text, chunk(std::size_t{1} << 20, '\0');
  while (const auto got = bytes.read(chunk.data(), chunk.size())) {
    text.append(chunk, 0, got);
    if (text.size() > kMaxBytes)
      throw geo::InputError{{file.file, "more than 64 MB of JSON", "give fewer organisations in a file"}};
  }
  return text;
}

/// The value under a path of keys; null where one is not there.
const Json& at(const Json& value, std::initializer_list<const char*> path) {
  static const Json none;
  const Json* here = &value;
  for (const char* key : path) {
    if (!here->is_object() || !here->contains(key)) return none;
    here = &(*here)[key];
  }
  return *here;
}

std::string text_at(const Json& value, std::initializer_list<const char*> path) {
  const Json& found = at(value, path);
  return found.is_string() ? found.get<std::string>() : std::string();
}

/// One value or a list of them, as the interface gives either.
std::vector<Json> list_at(const Json& value, std::initializer_list<const char*> path) {
  const Json& found = at(value, path);
  if (found.is_array()) return {found.begin(), found.end()};
  return found.is_object() ? std::vector<Json>{found} : std::vector<Json>{};
}

std::set<std::string> roles_of(const Json& organisation) {
  std::set<std::string> roles;
  for (const auto& role : list_at(organisation, {"Roles", "Role"})) roles.insert(text_at(role, {"id"}));
  if (const auto primary = text_at(organisation, {"PrimaryRoleId"}); !primary.empty()) roles.insert(primary);
  return roles;
}

/// What an organisation is as a site, by its roles; where none is given, by the form of its code.
std::string kind_of(const std::set<std::string>& roles, const std::string& code, const std::string& name) {
  static constexpr std::array<std::pair<const char*, const char*>, 8> kinds{{{"RO76", "gp"},
                                                                             {"RO96", "branch"},
                                                                             {"RO182", "pharmacy"},
                                                                             {"RO110", "dentist"},
                                                                             {"RO198", "trust site"},
                                                                             {"RO272", ""},
                                                                             {"RO197", ""},
                                                                             {"RO318", ""}}};
  const bool hospital = lower(name).find("hospital") != std::string::npos;
  for (const auto& [role, kind] : kinds)
    if (roles.contains(role))
      return std::string_view(kind) == "trust site" ? (hospital ? "hospital" : "clinic") : kind;
  if (roles.contains("RO177")) return "gp";
  if (!roles.empty()) return hospital ? "hospital" : "clinic";
  const auto form = code_form(code);
  if (form == "A99999") return code.front() == 'U' ? "" : code.front() == 'V' ? "dentist" : "gp";
  if (code.front() == 'F' && code.size() == 5) return "pharmacy";
  return hospital ? "hospital" : "clinic";
}

/// The organisation at the other end of the first active relation of a kind, with a role where one is named.
std::string related(const Json& organisation, std::string_view relation, std::string_view role) {
  for (const auto& one : list_at(organisation, {"Rels", "Rel"})) {
    if (text_at(one, {"id"}) != relation || lower(text_at(one, {"Status"})) == "inactive") continue;
    if (!role.empty() && text_at(one, {"Target", "PrimaryRoleId", "id"}) != role) continue;
    return text_at(one, {"Target", "OrgId", "extension"});
  }
  return {};
}

std::vector<std::string> row_of(const Json& organisation) {
  std::string code = text_at(organisation, {"OrgId", "extension"});
  if (code.empty()) code = text_at(organisation, {"OrgId"});
  std::string postcode = text_at(organisation, {"GeoLoc", "Location", "PostCode"});
  if (postcode.empty()) postcode = text_at(organisation, {"PostCode"});
  const std::string name = text_at(organisation, {"Name"});
  return {code,
          name,
          text_at(organisation, {"Status"}),
          postcode,
          code.empty() ? std::string() : kind_of(roles_of(organisation), code, name),
          related(organisation, "RE6", ""),
          related(organisation, "RE8", "RO272")};
}

/// The organisations of an answer to a question for one, for several, or of a list of such answers.
std::vector<Json> organisations_in(const Json& answer) {
  if (answer.is_array()) {
    std::vector<Json> all;
    for (const auto& one : answer)
      for (auto& organisation : organisations_in(one)) all.push_back(std::move(organisation));
    return all;
  }
  if (at(answer, {"Organisation"}).is_object()) return {at(answer, {"Organisation"})};
  return list_at(answer, {"Organisations"});
}

}  // namespace

bool begins_as_organisations(std::string_view head) {
  const auto first = head.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  return first != std::string_view::npos && (head[first] == '{' || head[first] == '[') &&
         head.find("\"Organisation") != std::string_view::npos;
}

std::optional<InputTable> find_organisations(const InputTable& file) {
  const Json answer = Json::parse(whole_text(file), nullptr, false);
  if (answer.is_discarded())
    throw geo::InputError{{file.file, "is damaged JSON", "save the answer of the interface again"}};
  InputTable table = file;
  table.whole = table.first_is_header = table.only_layer = true;
  table.sample = {
      {"ods code", "organisation name", "ord status", "postcode", "site kind", "operated by", "pcn code"}};
  for (const auto& organisation : organisations_in(answer)) table.sample.push_back(row_of(organisation));
  if (table.sample.size() == 1) return std::nullopt;
  for (std::size_t row = 0; row < table.sample.size(); ++row)
    table.sample_line.push_back(static_cast<std::int64_t>(row));
  return table;
}

}  // namespace placewright::datasets
