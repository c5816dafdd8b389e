#include "viewer/map/lens_pickers.h"

#include "boundaries/workforce/supply/roles.h"

namespace placewright::viewer {

std::vector<Picker::Choice> group_choices(const Session& session) {
  std::vector<Picker::Choice> groups{{"", "all staff"}};
  for (const auto& group : staff_groups(session.place()))
    groups.push_back({group, std::string(boundaries::workforce::find_role_group(group).name)});
  return groups;
}

std::vector<Picker::Choice> scheme_choices(const Session& session) {
  std::vector<Picker::Choice> schemes{{"", "need as the place weighs it"}};
  for (const auto& scheme : need_schemes(session.place()))
    schemes.push_back({scheme, scheme == "none" ? "people as they are" : "need by " + scheme});
  return schemes;
}

}  // namespace placewright::viewer
