#include "viewer/session/site_words.h"

#include <map>

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

}  // namespace placewright::viewer
