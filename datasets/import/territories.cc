#include "datasets/import/territories.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <set>

#include "datasets/read/cells.h"
#include "geo/error.h"
#include "geo/shape_measures.h"

namespace placewright::datasets {
namespace {

struct KindOfUnit {
  std::string_view boundary;  ///< Boundary::kind
  std::string_view code, ods;
  std::array<std::string_view, 2> names;
  std::string_view word, words;
  bool large;
};

/// In the order in which they are tried.
constexpr std::array kKinds{
    KindOfUnit{"lad", "lad_code", "", {"lad_name", ""}, "local authority", "local authorities", true},
    KindOfUnit{"county",
               "county_code",
               "",
               {"county_name", ""},
               "county or upper-tier authority",
               "counties or upper-tier authorities",
               true},
    KindOfUnit{"combined_authority",
               "combined_authority_code",
               "",
               {"combined_authority_name", ""},
               "combined authority",
               "combined authorities",
               true},
    KindOfUnit{"icb",
               "icb_code",
               "icb_ods",
               {"icb_name", ""},
               "integrated care board",
               "integrated care boards",
               true},
    KindOfUnit{"sub_icb",
               "sub_icb_code",
               "sub_icb_ods",
               {"sub_icb_name", ""},
               "sub-ICB location",
               "sub-ICB locations",
               true},
    KindOfUnit{"region", "region_code", "", {"region_name", ""}, "region", "regions", true},
    KindOfUnit{"ward", "ward_code", "", {"ward_name", ""}, "ward", "wards", false},
    KindOfUnit{"parish", "parish_code", "", {"parish_name", ""}, "parish", "parishes", false},
    KindOfUnit{"msoa", "msoa_code", "", {"msoa_name", "msoa_hcl_name"}, "MSOA", "MSOAs", false},
};
constexpr std::size_t kCounty = 1;

/// Authorities of Wales whose name differs between its languages.
constexpr std::array<std::array<std::string_view, 2>, 17> kWelshNames{
    {{"Isle of Anglesey", "Ynys Môn"},
     {"Denbighshire", "Sir Ddinbych"},
     {"Flintshire", "Sir y Fflint"},
     {"Wrexham", "Wrecsam"},
     {"Pembrokeshire", "Sir Benfro"},
     {"Carmarthenshire", "Sir Gaerfyrddin"},
     {"Carmarthenshire", "Sir Gâr"},
     {"Swansea", "Abertawe"},
     {"Neath Port Talbot", "Castell-nedd Port Talbot"},
     {"Bridgend", "Pen-y-bont ar Ogwr"},
     {"Vale of Glamorgan", "Bro Morgannwg"},
     {"Cardiff", "Caerdydd"},
     {"Caerphilly", "Caerffili"},
     {"Torfaen", "Tor-faen"},
     {"Monmouthshire", "Sir Fynwy"},
     {"Newport", "Casnewydd"},
     {"Merthyr Tydfil", "Merthyr Tudful"}}};

/// A letter with an accent, as UTF-8 in small and capital form, and without.
struct Accented {
  std::string_view small, capital;
  char plain;
};
constexpr std::array kAccents{
    Accented{"â", "Â", 'a'}, Accented{"á", "Á", 'a'}, Accented{"à", "À", 'a'}, Accented{"ä", "Ä", 'a'},
    Accented{"ê", "Ê", 'e'}, Accented{"é", "É", 'e'}, Accented{"è", "È", 'e'}, Accented{"ë", "Ë", 'e'},
    Accented{"î", "Î", 'i'}, Accented{"í", "Í", 'i'}, Accented{"ì", "Ì", 'i'}, Accented{"ï", "Ï", 'i'},
    Accented{"ô", "Ô", 'o'}, Accented{"ó", "Ó", 'o'}, Accented{"ò", "Ò", 'o'}, Accented{"ö", "Ö", 'o'},
    Accented{"û", "Û", 'u'}, Accented{"ú", "Ú", 'u'}, Accented{"ù", "Ù", 'u'}, Accented{"ü", "Ü", 'u'},
    Accented{"ŵ", "Ŵ", 'w'}, Accented{"ŷ", "Ŷ", 'y'}};

bool drop_front(std::string& text, std::string_view words) {
  if (!text.starts_with(words) || text.size() == words.size()) return false;
  text.erase(0, words.size());
  return true;
}

/// Without "the" before it and ", City of" or ", County of" behind it, as the lists of names write them.
std::string loose_name(std::string text) {
  drop_front(text, "the ");
  for (const std::string_view end : {" city of", " county of"})
    if (text.ends_with(end)) text.erase(text.size() - end.size());
  return text;
}

/// As loose_name; people also write "City of" before a name. No list's own "City of" is dropped: the City of
/// London is not London.
std::string loose_term(std::string text) {
  drop_front(text, "the ");
  if (!drop_front(text, "city of ")) drop_front(text, "county of ");
  return loose_name(std::move(text));
}

/// Least number of letters to change, add or leave out.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({change, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row[b.size()];
}

/// How far a name is from what was typed; one that holds it as whole words is near.
std::size_t distance_of(const std::string& term, const std::string& name) {
  const auto at = (" " + name + " ").find(" " + term + " ");
  return std::min(edit_distance(term, name), at == std::string::npos ? SIZE_MAX : std::size_t{2});
}

std::string listed(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t k = 0; k < names.size(); ++k)
    text += (k == 0 ? "" : k + 1 == names.size() ? " and " : ", ") + names[k];
  return text;
}

}  // namespace

std::string folded_name(std::string_view name) {
  std::string text;
  for (std::size_t at = 0; at < name.size();) {
    const char c = name[at];
    if (static_cast<unsigned char>(c) < 0x80) {
      ++at;
      if (c == '\'') continue;
      if (c == '&')
        text += " and ";
      else if (c >= 'A' && c <= 'Z')
        text += static_cast<char>(c - 'A' + 'a');
      else
        text += (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ? c : ' ';
      continue;
    }
    const auto rest = name.substr(at);
    if (rest.starts_with("\u2019")) {  // the apostrophe of printers
      at += 3;
      continue;
    }
    const auto accent = std::find_if(kAccents.begin(), kAccents.end(), [&](const Accented& one) {
      return rest.starts_with(one.small) || rest.starts_with(one.capital);
    });
    if (accent != kAccents.end()) {
      text += accent->plain;
      at += accent->small.size();
    } else if (rest.starts_with("\u00A0") || rest.starts_with("\u2013")) {  // no-break space, dash
      text += ' ';
      at += rest.starts_with("\u00A0") ? 2U : 3U;
    } else {
      text += c;
      ++at;
    }
  }
  std::string out;
  for (const char c : text)
    if (c != ' ' || (!out.empty() && out.back() != ' ')) out += c;
  if (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

Territories::Territories(const Areas& areas, const std::vector<const Boundary*>& boundaries)
    : areas_(&areas) {
  std::set<std::string, std::less<>> known{"rural_urban", "rural_urban_code"};
  for (const auto& kind : kKinds) {
    kinds_.push_back({std::string(kind.word), std::string(kind.words), kind.large, {}, {}});
    std::vector<std::string> names;
    for (const auto name : kind.names)
      if (!name.empty()) names.emplace_back(name);
    add_columns(kinds_.size() - 1, kind.code, kind.ods, names);
    for (const auto column : {kind.code, kind.ods, kind.names[0], kind.names[1]})
      known.insert(std::string(column));
  }
  add_names_of_areas();
  // Whatever other codes and names the files hold.
  std::set<std::string> stems;
  for (const auto& [column, values] : areas.parents) {
    if (known.contains(column)) continue;
    const bool pair = column.ends_with("_code") || column.ends_with("_name");
    stems.insert(pair ? column.substr(0, column.size() - 5) : column);
  }
  for (const auto& stem : stems) {
    kinds_.push_back({stem, "units of kind " + stem, false, {}, {}});
    const bool alone = areas.parents.contains(stem);
    add_columns(kinds_.size() - 1, alone ? "" : stem + "_code", "", {alone ? stem : stem + "_name"});
  }
  kinds_.push_back({"area", "areas", false, {}, {}});
  for (std::uint32_t row = 0; row < areas.size(); ++row) {  // by code only
    by_code_[lower(areas.code[row])].push_back(static_cast<std::uint32_t>(units_.size()));
    units_.push_back({kinds_.size() - 1, areas.code[row], areas.code[row], "", {row}, {}});
  }
  add_boundaries(boundaries);
}

std::uint32_t Territories::unit_of(std::size_t kind, const std::string& code, const std::string& name,
                                   const std::string& of) {
  const std::string key = fmt::format("{}\n{}", kind, code.empty() ? "\n" + name + "\n" + of : code);
  const auto [at, is_new] = by_key_.emplace(key, static_cast<std::uint32_t>(units_.size()));
  if (is_new) {
    units_.push_back({kind, code, name, of, {}, {}});
    if (!code.empty()) by_code_[lower(code)].push_back(at->second);
    if (!name.empty()) add_name(at->second, name);
  }
  return at->second;
}

void Territories::add_name(std::uint32_t unit, const std::string& name) {
  auto& kind = kinds_[units_[unit].kind];
  const auto add = [&](std::string_view spelling) {
    const std::string exact = folded_name(spelling), loose = loose_name(exact);
    for (auto* names : {&kind.exact, &kind.loose}) {
      auto& units = (*names)[names == &kind.exact ? exact : loose];
      if (std::find(units.begin(), units.end(), unit) == units.end()) units.push_back(unit);
    }
  };
  if (units_[unit].name.empty()) units_[unit].name = name;
  add(name);
  if (const auto slash = name.find(" / "); slash != std::string::npos) {  // both languages in one name
    add(std::string_view(name).substr(0, slash));
    add(std::string_view(name).substr(slash + 3));
  }
  if (units_[unit].kind != 0) return;
  for (const auto& [english, welsh] : kWelshNames) {
    if (folded_name(english) == folded_name(name)) add(welsh);
    if (folded_name(welsh) == folded_name(name)) add(english);
  }
}

void Territories::add_columns(std::size_t kind, std::string_view code, std::string_view ods,
                              const std::vector<std::string>& names) {
  const auto column = [&](std::string_view name) -> const std::vector<std::string>* {
    const auto at = areas_->parents.find(std::string(name));
    return at == areas_->parents.end() ? nullptr : &at->second;
  };
  const auto *codes = column(code), *lads = column("lad_name"), *other_codes = column(ods);
  std::vector<const std::vector<std::string>*> titles;
  for (const auto& name : names)
    if (const auto* title = column(name)) titles.push_back(title);
  static const std::string nothing;
  const auto at = [](const std::vector<std::string>* values, std::size_t row) -> const std::string& {
    return values == nullptr || row >= values->size() ? nothing : (*values)[row];
  };
  std::set<std::pair<std::uint32_t, std::string_view>> named;
  std::unordered_map<std::string_view, std::uint32_t> of_code;
  for (std::uint32_t row = 0; row < areas_->size(); ++row) {
    const std::string &own = at(codes, row), &title = titles.empty() ? nothing : at(titles.front(), row);
    if (own.empty() && title.empty()) continue;
    const auto before = of_code.find(own);
    const auto unit = before != of_code.end() && !own.empty()
                          ? before->second
                          : unit_of(kind, own, title, kinds_[kind].large ? nothing : at(lads, row));
    if (before == of_code.end()) of_code.emplace(own, unit);
    units_[unit].rows.push_back(row);
    if (units_[unit].of.empty() && !kinds_[kind].large) units_[unit].of = at(lads, row);
    for (const auto* more : titles)
      if (const auto& name = at(more, row); !name.empty() && named.emplace(unit, name).second)
        add_name(unit, name);
    if (const auto& second = at(other_codes, row); !second.empty()) {
      auto& units = by_code_[lower(second)];
      if (std::find(units.begin(), units.end(), unit) == units.end()) units.push_back(unit);
    }
  }
}

/// LSOAs are named after their authority ("Newport 012A"): that is its name where nothing else says it. An
/// authority whose areas are named after several is younger than the names.
void Territories::add_names_of_areas() {
  const auto column = [&](const char* name) { return areas_->parents.find(name); };
  const auto codes = column("lad_code"), names = column("lad_name");
  const auto says = [&](const auto& values, std::size_t row) {
    return values != areas_->parents.end() && row < values->second.size() && !values->second[row].empty();
  };
  std::map<std::string, std::set<std::string>> of_code;
  for (std::uint32_t row = 0; row < areas_->name.size(); ++row) {
    const std::string& name = areas_->name[row];
    const auto blank = name.rfind(' ');
    if (says(names, row) || blank == std::string::npos ||
        code_form(std::string_view(name).substr(blank)) != " 999A")
      continue;
    if (says(codes, row))
      of_code[codes->second[row]].insert(name.substr(0, blank));
    else
      units_[unit_of(0, "", name.substr(0, blank), "")].rows.push_back(row);
  }
  for (const auto& [code, stems] : of_code)
    if (stems.size() == 1) add_name(unit_of(0, code, "", ""), *stems.begin());
}

void Territories::add_boundaries(const std::vector<const Boundary*>& boundaries) {
  std::map<std::string, std::size_t> kind_of;
  for (std::size_t k = 0; k < kKinds.size(); ++k) kind_of.emplace(kKinds[k].boundary, k);
  for (const auto* boundary : boundaries) {
    const auto [at, is_new] = kind_of.emplace(boundary->kind, kinds_.size());
    if (is_new) kinds_.push_back({boundary->kind, boundary->kind + "s", false, {}, {}});
    const auto unit = unit_of(at->second, boundary->code, boundary->name, "");
    // Where the areas themselves say what they belong to, that is better known than from shapes.
    if (units_[unit].rows.empty()) units_[unit].boundaries.push_back(boundary);
    if (!boundary->name.empty()) add_name(unit, boundary->name);
  }
}

std::vector<std::uint32_t> Territories::find_term(const std::string& term, std::size_t kind,
                                                  bool loosely) const {
  if (const auto code = by_code_.find(lower(term)); code != by_code_.end()) return {code->second.front()};
  const auto& names = loosely ? kinds_[kind].loose : kinds_[kind].exact;
  const auto folded = folded_name(term);
  const auto at = names.find(loosely ? loose_term(folded) : folded);
  return at == names.end() ? std::vector<std::uint32_t>{} : at->second;
}

/// Cuts the parts from `from` on into terms that are names of the kind, longer ones first: names may hold
/// commas.
bool Territories::find_terms(const std::vector<std::string>& parts, std::size_t from, std::size_t kind,
                             bool loosely, Chosen& chosen, std::vector<std::string>& terms) const {
  if (from == parts.size()) return true;
  for (std::size_t end = parts.size(); end > from; --end) {
    std::string term;
    for (std::size_t k = from; k < end; ++k) term += (k == from ? "" : ", ") + parts[k];
    auto found = find_term(term, kind, false);
    if (found.empty() && loosely) found = find_term(term, kind, true);
    if (found.empty()) continue;
    chosen.push_back(std::move(found));
    terms.push_back(term);
    if (find_terms(parts, end, kind, loosely, chosen, terms)) return true;
    chosen.pop_back();
    terms.pop_back();
  }
  return false;
}

Within Territories::find(const std::string& within) const {
  std::vector<std::string> parts;
  for (std::size_t at = 0; at <= within.size();) {
    const auto comma = std::min(within.find(',', at), within.size());
    if (const auto part = trimmed(std::string_view(within).substr(at, comma - at)); !part.empty())
      parts.emplace_back(part);
    at = comma + 1;
  }
  if (parts.empty())
    throw geo::InputError{
        {"--within", "names nothing", "give the code or the name of an authority, such as --within Leeds"}};
  std::string whole;
  for (const auto& part : parts) whole += (whole.empty() ? "" : ", ") + part;
  // Names as they stand come before loosened ones, and the large tiers before wards and the like; a whole
  // name before its parts.
  for (const bool split : {false, true})
    for (const bool large : {true, false})
      for (const bool loosely : {false, true})
        for (std::size_t kind = 0; kind < kinds_.size(); ++kind) {
          if (kinds_[kind].large != large) continue;
          Chosen chosen;
          std::vector<std::string> terms;
          if (!find_terms(split ? parts : std::vector<std::string>{whole}, 0, kind, loosely, chosen, terms))
            continue;
          expect_one_each(within, chosen, terms);
          return taken(chosen);
        }
  throw_not_found(within, parts);
}

void Territories::expect_one_each(const std::string& within, const Chosen& chosen,
                                  const std::vector<std::string>& terms) const {
  for (std::size_t k = 0; k < chosen.size(); ++k) {
    const auto& units = chosen[k];
    const auto& kind = kinds_[units_[units.front()].kind];
    if (units.size() < 2 || kind.large) continue;
    std::string list;
    for (const auto unit : units) {
      const auto& one = units_[unit];
      list += fmt::format("{}{}{}", list.empty() ? "" : ", ", one.code.empty() ? one.name : one.code,
                          one.of.empty() ? "" : " (" + one.of + ")");
    }
    throw geo::InputError{{"--within " + within,
                           fmt::format("{} {} are called '{}': {}", units.size(), kind.words, terms[k], list),
                           "say which by its code: --within " + units_[units.front()].code}};
  }
}

Within Territories::taken(const Chosen& chosen) const {
  Within found;
  found.inside.assign(areas_->size(), 0);
  std::map<std::size_t, std::vector<std::string>> names;  // by kind
  std::vector<std::size_t> order;                         // of the kinds
  for (const auto& units : chosen)
    for (const auto number : units) {
      const auto& unit = units_[number];
      for (const auto row : unit.rows) found.inside[row] = 1;
      for (const auto* boundary : unit.boundaries) {
        const geo::Box box = geo::box_of(boundary->shape);
        for (std::size_t row = 0; row < areas_->size(); ++row)
          if (!areas_->shape[row].empty() && geo::boxes_touch(box, geo::box_of(areas_->shape[row])) &&
              geo::contains(boundary->shape, geo::inside_point(areas_->shape[row])))
            found.inside[row] = 1;
      }
      found.codes += (found.codes.empty() ? "" : ",") + (unit.code.empty() ? unit.name : unit.code);
      if (names[unit.kind].empty()) order.push_back(unit.kind);
      const auto& name = unit.name.empty() ? unit.code : unit.name;
      if (std::find(names[unit.kind].begin(), names[unit.kind].end(), name) == names[unit.kind].end())
        names[unit.kind].push_back(name);
    }
  if (std::find(found.inside.begin(), found.inside.end(), 1) == found.inside.end())
    throw geo::InputError{{"--within " + found.codes, "no area of the files lies in it",
                           "add the boundaries of its areas to the line"}};
  for (const auto kind : order) {
    const auto& of_kind = names[kind];
    const bool areas = kinds_[kind].word == "area";
    if (!areas) found.names.insert(found.names.end(), of_kind.begin(), of_kind.end());
    found.words += found.words.empty() ? "" : "; ";
    found.words += areas || of_kind.size() > 6
                       ? fmt::format("{} {}", of_kind.size(),
                                     of_kind.size() == 1 ? kinds_[kind].word : kinds_[kind].words)
                       : fmt::format("{}, the {}", listed(of_kind),
                                     of_kind.size() == 1 ? kinds_[kind].word : kinds_[kind].words);
  }
  return found;
}

void Territories::throw_not_found(const std::string& within, const std::vector<std::string>& parts) const {
  // Terms that no kind knows; where each is known to some kind, they are not of one.
  std::vector<std::string> unknown;
  for (const auto& part : parts) {
    bool known = false;
    for (std::size_t kind = 0; kind < kinds_.size() && !known; ++kind)
      known = !find_term(part, kind, false).empty() || !find_term(part, kind, true).empty();
    if (!known) unknown.push_back(part);
  }
  if (unknown.empty())
    throw geo::InputError{{"--within " + within, "its names are not of one kind",
                           "name units of one kind (authorities, or wards, ...), or give their codes"}};
  struct Near {
    std::size_t distance, kind;
    std::string name;
    auto operator<=>(const Near&) const = default;
  };
  const std::string term = loose_term(folded_name(unknown.front()));
  std::set<Near> near;
  for (const auto& unit : units_)
    if (!unit.name.empty() && kinds_[unit.kind].word != "area")
      near.insert({distance_of(term, loose_name(folded_name(unit.name))), unit.kind, unit.name});
  std::string names;
  std::size_t count = 0;
  for (const auto& one : near) {
    if (++count > 5) break;
    names += fmt::format("{}{} ({})", names.empty() ? "" : ", ", one.name, kinds_[one.kind].word);
  }
  const bool slip = !near.empty() && near.begin()->distance <= 1;  // of the hand: no county is meant
  const bool say_nothing = slip || !kinds_[kCounty].exact.empty();
  throw geo::InputError{
      {"--within " + within,
       fmt::format(
           "nothing in the files is called '{}'{}", unknown.front(),
           say_nothing
               ? ""
               : "; counties and upper-tier authorities are not known, since no file has a lookup to them"),
       names.empty() ? "add a lookup that names the authorities of the areas, or a layer with that boundary"
                     : "the nearest names are: " + names}};
}

}  // namespace placewright::datasets
