#pragma once

#include <cstdint>
#include <functional>
#include <future>
#include <memory>
#include <utility>

#include "viewer/session/coverage_model.h"
#include "viewer/session/derived.h"
#include "viewer/session/session.h"

/// Which coverage page is looked at, and its figures, measured behind so that the window stays alive.
namespace placewright::viewer {

struct CoverageView {
  CoverageAsk ask;
  std::string
      pinned_area;  ///< who covers: an area chosen by code or postcode; "" follows pointer and selection
  std::size_t table = 0;           ///< of the page's tables, shown
  std::string filter;              ///< of its rows
  std::vector<std::size_t> order;  ///< its rows as last shown
  struct Measured {
    CoverageAsk ask;
    std::uint64_t revision = 0;
    friend bool operator==(const Measured&, const Measured&) = default;
  };
  Derived<CoverageAnswer, Measured> answer;
  bool busy = false;  ///< newer figures are on their way
  std::future<CoverageAnswer> coming;
  Measured coming_for;
  Derived<std::shared_ptr<const datasets::Place>, std::pair<std::size_t, std::size_t>>
      ground;  ///< of so many notes and plans
};

/// Takes what was measured and starts what is wanted. `wake` is called from a thread when figures are there.
void follow_coverage(CoverageView& view, const Session& session, const std::function<void()>& wake);
/// Another place is on the table, or none.
void forget_coverage(CoverageView& view);

}  // namespace placewright::viewer
