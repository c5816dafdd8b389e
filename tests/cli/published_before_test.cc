#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

#include "datasets/place/file.h"
#include "tests/cli/program.h"
#include "tests/datasets/sqlite_by_hand.h"
#include "tests/workforce/toy_staff.h"

/// What was handed on before is written down in the place, and the next publication is audited with it.
namespace placewright::boundaries::cli {
namespace {

using datasets::PlaceFile;
using nlohmann::json;

/// Two neighbourhoods of two areas; plan B has A1, where few work, in the other one.
class PublishedBefore : public testing::Test {
 protected:
  void SetUp() override {
    auto place = toy::place_of({{"A0", 10000, 60, 1, 400'500, 300'500},
                                {"A1", 10000, 50, 3, 401'500, 300'500},
                                {"A2", 10000, 40, 5, 402'500, 300'500},
                                {"A3", 10000, 30, 8, 403'500, 300'500}});
    for (std::size_t i = 0; i < 4; ++i) {
      const double x = 400'000 + 1000 * static_cast<double>(i), y = 300'000;
      place.areas.shape[i].parts = {{{{x, y}, {x + 1000, y}, {x + 1000, y + 1000}, {x, y + 1000}}, {}}};
      if (i > 0)
        place.adjacency.push_back(
            {static_cast<std::uint32_t>(i - 1), static_cast<std::uint32_t>(i), 1000, "exact"});
    }
    for (const auto& [area, wte] : {std::pair("A0", 9.0), {"A1", 1.2}, {"A2", 8.0}, {"A3", 7.0}}) {
      auto row = toy::staff(std::string("r") + area, "somebody", wte);
      row.role_group = "CN";
      row.sector = "NHS";
      row.employer = "Trust";
      row.area_id = area;
      row.allocation = "area";
      place.workforce.push_back(row);
    }
    place.plans = {toy::plan_of({{"A0", "N1"}, {"A1", "N1"}, {"A2", "N2"}, {"A3", "N2"}}, "A"),
                   toy::plan_of({{"A0", "N1"}, {"A1", "N2"}, {"A2", "N2"}, {"A3", "N2"}}, "B")};
    datasets::write_new_place(path_, place, "2026-01-01T00:00:00Z");
  }
  Ran run(const std::string& words) const { return run_program(folder_, words); }
  /// The role table of an export of the plan.
  std::string export_roles(const std::string& plan, const std::string& out) const {
    const auto ran = run("export '" + path_ + "' --plan " + plan + " '" + folder_.path(out) + "'");
    EXPECT_EQ(ran.code, 0) << ran.err;
    return datasets::read_bytes(folder_.path(out) + "/coverage_roles.csv");
  }
  std::size_t rows() const {
    return PlaceFile::open(path_, PlaceFile::Mode::read).read(datasets::Tables::published).published.size();
  }

  datasets::TemporaryFolder folder_;
  std::string path_ = folder_.path("p.gpkg");
};

TEST_F(PublishedBefore, APlanThatDiffersByOneAreaHidesWhatTheDifferenceWouldTell) {
  EXPECT_EQ(export_roles("A", "a"), "neighbourhood,CN,flag\nN1,10.2,\nN2,15,\n");
  EXPECT_EQ(rows(), 1U);
  EXPECT_EQ(export_roles("B", "b"), "neighbourhood,CN,flag\nN1,[c],\nN2,[c],\n");
  EXPECT_NE(datasets::read_bytes(folder_.path("b") + "/coverage_flags.csv").find("PUBLISHED_BEFORE"),
            std::string::npos);
  const auto profile = datasets::read_bytes(folder_.path("b") + "/profile.csv");
  EXPECT_NE(profile.find("[c]"), std::string::npos);
  EXPECT_EQ(rows(), 2U);
  const auto shown = json::parse(run("workforce '" + path_ + "' --plan B --publish --json --quiet").out);
  for (const auto& unit : shown["units"]) {
    EXPECT_TRUE(unit["wte"].is_null());
    EXPECT_TRUE(unit["gap"].is_null());
  }
  EXPECT_EQ(rows(), 2U) << "the same figures once";
}

TEST_F(PublishedBefore, ThePlanThatComesFirstIsShownWhole) {
  EXPECT_EQ(export_roles("B", "b"), "neighbourhood,CN,flag\nN1,9,\nN2,16.2,\n");
  EXPECT_EQ(export_roles("A", "a"), "neighbourhood,CN,flag\nN1,[c],\nN2,[c],\n");
}

TEST_F(PublishedBefore, TheSamePlanIsHandedOnAgainToTheSameBytesWhateverCameBetween) {
  const auto report = [&](const std::string& plan) {
    EXPECT_EQ(run("report '" + path_ + "' --plan " + plan + " '" + folder_.path("r.html") + "'").code, 0);
    return datasets::read_bytes(folder_.path("r.html"));
  };
  const auto first = report("A"), other = report("B");
  EXPECT_EQ(report("A"), first);
  EXPECT_EQ(report("B"), other);
  EXPECT_EQ(rows(), 2U);
}

TEST_F(PublishedBefore, StaffThatChangedSinceAreJudgedByTodaysFigures) {
  export_roles("A", "a");
  auto file = PlaceFile::open(path_, PlaceFile::Mode::change);
  auto place = file.read();
  for (auto& row : place.workforce) row.wte += 3;
  file.replace_place(place);
  EXPECT_EQ(rows(), 1U) << "an import leaves alone what was handed on";
  EXPECT_EQ(export_roles("B", "b"), "neighbourhood,CN,flag\nN1,12,\nN2,25.2,\n");
}

TEST_F(PublishedBefore, NothingIsHandedOnThatCannotBeWrittenDown) {
  datasets::ask(path_, "UPDATE meta SET value = '99' WHERE key = 'schema_version'");
  const auto ran = run("export '" + path_ + "' --plan A '" + folder_.path("a") + "'");
  EXPECT_EQ(ran.code, 1);
  EXPECT_NE(ran.err.find("published"), std::string::npos) << ran.err;
  EXPECT_FALSE(std::filesystem::exists(folder_.path("a")));
  EXPECT_EQ(run("workforce '" + path_ + "' --plan A").code, 0)
      << "the planner's own tables are no publication";
}

TEST_F(PublishedBefore, ARowThatCannotBeReadIsTold) {
  export_roles("A", "a");
  datasets::ask(path_, "UPDATE published SET figures = '[1'");
  const auto ran = run("report '" + path_ + "' --plan B '" + folder_.path("r.html") + "'");
  EXPECT_EQ(ran.code, 1);
  EXPECT_NE(ran.err.find("table published"), std::string::npos) << ran.err;
}

}  // namespace
}  // namespace placewright::boundaries::cli
