#include "viewer/session/coverage_view.h"

#include <chrono>

namespace placewright::viewer {

void follow_coverage(CoverageView& view, const Session& session, const std::function<void()>& wake) {
  if (view.coming.valid() && view.coming.wait_for(std::chrono::seconds(0)) == std::future_status::ready) {
    view.answer.set(view.coming_for, view.coming.get());
    if (view.table >= view.answer->tables.size()) view.table = 0;
  }
  const CoverageView::Measured wanted{view.ask, session.revision()};
  view.busy = view.coming.valid();
  if (view.busy || view.answer.is_of(wanted)) return;
  const auto& place = session.place();
  view.ground.follow({place.notes.size(), place.plans.size()},
                     [&] { return std::make_shared<const datasets::Place>(coverage_ground(place)); });
  view.coming_for = wanted;
  view.coming =
      std::async(std::launch::async, [ground = *view.ground, plan = session.record(), ask = view.ask, wake] {
        auto answer = measure_coverage_page(*ground, plan, ask);
        wake();
        return answer;
      });
  view.busy = true;
}

void forget_coverage(CoverageView& view) {
  const auto ask = view.ask;
  view = {};
  view.ask.page = ask.page;
}

}  // namespace placewright::viewer
