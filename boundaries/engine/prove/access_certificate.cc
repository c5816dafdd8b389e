#include "boundaries/engine/prove/access_certificate.h"

#include <cmath>
#include <nlohmann/json.hpp>

namespace placewright::boundaries::engine {
namespace {

using nlohmann::json;

// What rounded prices may lose: a share of the bound, and for each area a tenth for every neighbourhood that
// wants it.
constexpr double kSlack = 1e-5, kSlackOfArea = 1;

double rounded(double price) { return std::round(10 * price) / 10; }

json list_prices(const std::vector<double>& prices) {
  json list = json::array();
  for (const double price : prices) list.push_back(rounded(price));
  return list;
}

}  // namespace

std::string write_access_certificate(const Problem& problem, const Feasibility& feasibility,
                                     const AccessData& data, const AccessServices& all,
                                     const AccessRelaxation& relaxation, const AccessProofTree& tree,
                                     double person_minutes) {
  json text;
  text["format"] = "placewright access certificate 1";
  text["about"] =
      "claim: no legal plan takes fewer person-minutes. Each leaf of the tree is a Lagrangian relaxation: "
      "serving an area "
      "once is priced, and so are cuts (a home serves an area only with one of via); services under whole "
      "take whole areas, others fractions; a number is missing "
      "where it is 0";
  text["claim"]["person_minutes"] =
      person_minutes * (1 - kSlack) - kSlackOfArea * static_cast<double>(problem.size());
  text["areas"] = problem.code;
  text["people"] = problem.people;
  text["residents"] = problem.residents;
  text["min"] = problem.population.min;
  text["max"] = problem.population.max;
  text["count"] = problem.count ? json(*problem.count) : json();
  text["locked"] = all.locked;
  auto& edges = text["usable_edges"] = json::array();
  for (const auto& edge : relaxation.graph().edges()) edges.push_back({edge.a, edge.b});
  auto& territories = text["territories"] = json::array();
  for (const auto& territory : feasibility.territories) territories.push_back(territory.areas);
  text["site_area"] = data.site_area;
  text["minutes"] = data.minutes;
  const auto home = [&](std::uint32_t group) {
    return group < all.groups ? json(all.home[group]) : json("outside");
  };
  text["root_prices"] = list_prices(tree.root_price);
  auto& left_out = text["left_out"] = json::array();
  for (const auto row : tree.left_out) {
    const auto& service = all.services[row];
    left_out.push_back(
        {{"territory", service.territory}, {"site", service.site}, {"inside", service.inside}});
  }
  auto& whole = text["whole"] = json::array();
  for (const auto row : relaxation.whole_services()) {
    const auto& service = all.services[row];
    whole.push_back({{"territory", service.territory}, {"site", service.site}, {"inside", service.inside}});
  }
  auto& cuts = text["cuts"] = json::array();
  for (const auto& cut : relaxation.cuts())
    cuts.push_back({{"home", home(cut.group)}, {"area", cut.area}, {"via", cut.via}});
  auto& nodes = text["tree"] = json::array();
  using Split = AccessProofTree::Node::Split;
  for (const auto& node : tree.nodes) {
    json one;
    switch (node.split) {
      case Split::leaf: {
        one["prices"] = list_prices(node.price);
        auto& cut_prices = one["cut_prices"] = json::array();
        for (std::size_t cut = 0; cut < node.cut_price.size(); ++cut)
          if (rounded(node.cut_price[cut]) > 0) cut_prices.push_back({cut, rounded(node.cut_price[cut])});
        break;
      }
      case Split::counts:
        one["split"] = "counts", one["least"] = tree.least;
        break;
      case Split::group:
        one["split"] = "home", one["home"] = home(node.group);
        break;
      case Split::area:
        one["split"] = "area", one["home"] = home(node.group), one["area"] = node.area;
        break;
    }
    if (!node.children.empty()) one["children"] = node.children;
    nodes.push_back(std::move(one));
  }
  return text.dump() + "\n";
}

}  // namespace placewright::boundaries::engine
