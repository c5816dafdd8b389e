#include "viewer/session/site_words.h"

#include <map>
#include <set>

namespace placewright::viewer {
namespace {

struct Words {
  const char *one, *many;
};

const Words* find_words(const std::string& kind) {
  static const std::map<std::string, Words> words{
      {"gp", {"GP practice", "GP practices"}},    {"branch", {"branch surgery", "branch surgeries"}},
      {"pharmacy", {"pharmacy", "pharmacies"}},   {"base", {"staff base", "staff bases"}},
      {"clinic", {"clinic", "clinics"}},          {"hospital", {"hospital", "hospitals"}},
      {"dentist", {"dentist", "dentists"}},       {"optician", {"optician", "opticians"}},
      {"care_home", {"care home", "care homes"}}, {"community", {"community asset", "community assets"}}};
  const auto at = words.find(kind);
  return at == words.end() ? nullptr : &at->second;
}

}  // namespace

std::string word_of_site(const std::string& kind) {
  const auto* words = find_words(kind);
  return words != nullptr ? words->one : kind;
}

std::string word_of_sites(const std::string& kind) {
  const auto* words = find_words(kind);
  return words != nullptr ? words->many : kind;
}

std::vector<std::string> kinds_of_sites(const datasets::Place& place) {
  std::set<std::string> there;
  for (const auto& site : place.sites)
    if (site.open && !datasets::is_missing(site.x)) there.insert(site.kind);
  std::vector<std::string> kinds;
  for (const char* kind : {"gp", "pharmacy", "base", "clinic", "hospital"})
    if (there.erase(kind) > 0) kinds.emplace_back(kind);
  kinds.insert(kinds.end(), there.begin(), there.end());
  return kinds;
}

}  // namespace placewright::viewer
