#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "datasets/place/file.h"
#include "tests/cli/program.h"

/// The place's own words, and the levels of a plan, go out and come in again.
namespace placewright::boundaries::cli {
namespace {

struct OwnWords : testing::Test {
  datasets::TemporaryFolder folder;
  std::string place = folder.path("p.gpkg"), other = folder.path("q.gpkg"), out = folder.path("out");

  void SetUp() override {
    must("demo '" + place + "' --areas 150");
    must("demo '" + other + "' --areas 150");
    must("draw '" + place + "' --plan A --effort quick --no-references");
  }
  void must(const std::string& arguments) {
    const auto ran = run_program(folder, arguments);
    ASSERT_EQ(ran.code, 0) << arguments << "\n" << ran.err;
  }
  static datasets::Place read(const std::string& path) {
    return datasets::PlaceFile::open(path, datasets::PlaceFile::Mode::read).read();
  }
  static datasets::PlanRecord plan_of(const std::string& path, const std::string& name) {
    return datasets::PlaceFile::open(path, datasets::PlaceFile::Mode::read).read_plan(name);
  }
  /// The exported lookup of a plan.
  std::string lookup_of(const std::string& path, const std::string& plan, const std::string& to) {
    must("export '" + path + "' --plan '" + plan + "' '" + to + "'");
    for (const auto& entry : std::filesystem::directory_iterator(to))
      if (entry.path().filename().string().ends_with("Lookup.csv")) return entry.path().string();
    ADD_FAILURE() << "no lookup in " << to;
    return {};
  }
};

TEST_F(OwnWords, SettingsRolesAndNotesGoOutAndComeInAgain) {
  {
    auto file = datasets::PlaceFile::open(place, datasets::PlaceFile::Mode::change);
    auto settings = file.read().settings;
    settings["workforce_definition"] = "everyone paid, \"bank\" staff too";
    settings["word.neighbourhood"] = "patch";
    file.save_settings(settings);
    auto roles = file.read().roles;
    roles.push_back({"Link worker, new", "VCSE", "VCSE"});
    roles.front().role_group = "CN";
    file.replace_roles(roles);
    const std::vector<datasets::Note> notes{
        {"n1", "residents", "2026-03-03", "The bridge, it floods", "hotspot", "E01900003", 400500, 300500,
         0.15, "survey of 40", "A"},
        {"n2", "a GP", "2026-03-04", "No bus after six", "wish", "", datasets::kMissing, datasets::kMissing,
         datasets::kMissing, "", ""}};
    file.save_notes(notes);
  }
  must("export '" + place + "' --plan A '" + out + "' --own-words");
  must("import '" + other + "' '" + out + "/settings.csv' '" + out + "/roles.csv' '" + out + "/notes.csv'");
  const auto before = read(place), after = read(other);
  EXPECT_EQ(after.settings.at("workforce_definition"), "everyone paid, \"bank\" staff too");
  EXPECT_EQ(after.settings.at("word.neighbourhood"), "patch");
  for (const auto& role : before.roles)
    EXPECT_TRUE(std::any_of(after.roles.begin(), after.roles.end(), [&](const auto& one) {
      return one.role == role.role && one.role_group == role.role_group && one.sector == role.sector;
    })) << role.role;
  for (const auto& note : before.notes) {
    const auto same = std::find_if(after.notes.begin(), after.notes.end(),
                                   [&](const auto& one) { return one.id == note.id; });
    ASSERT_NE(same, after.notes.end()) << note.id;
    EXPECT_EQ(same->text, note.text);
    EXPECT_EQ(same->area, note.area);
    EXPECT_EQ(same->evidence, note.evidence);
    EXPECT_EQ(datasets::is_missing(same->uplift), datasets::is_missing(note.uplift));
    if (!datasets::is_missing(note.uplift)) {
      EXPECT_EQ(same->uplift, 0.15);
    }
  }
  // Out again: the same bytes.
  const auto again = folder.path("again");
  must("draw '" + other + "' --plan A --effort quick --no-references");
  must("export '" + other + "' --plan A '" + again + "' --own-words");
  for (const char* name : {"/settings.csv", "/roles.csv"})
    EXPECT_EQ(datasets::read_bytes(out + name), datasets::read_bytes(again + name)) << name;
}

TEST_F(OwnWords, AnUpliftMayBeWrittenAsPercentAndADoublingIsDoubted) {
  const auto notes = folder.path("notes.csv");
  datasets::write_bytes(
      notes,
      "id,author,text,kind,area,uplift\nn1,a,b,hotspot,E01900001,15 %\nn2,a,b,hotspot,E01900002,15\n"
      "n3,a,b,hotspot,E09999999,0.1\n");
  const auto ran = run_program(folder, "import '" + other + "' '" + notes + "'");
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_NE(ran.err.find("UPLIFT_LARGE"), std::string::npos) << ran.err;
  EXPECT_NE(ran.out.find("1 about areas that are not in the place"), std::string::npos) << ran.out;
  for (const auto& note : read(other).notes)
    if (note.id == "n1") {
      EXPECT_NEAR(note.uplift, 0.15, 1e-12);
    }
}

TEST_F(OwnWords, AProposalBecomesTheLevelAboveAndTheLookupComesBackWithIt) {
  must("footprints '" + place + "' --plan A --propose 120000 --store");
  const auto stored = plan_of(place, "A");
  for (const auto& neighbourhood : stored.neighbourhoods) EXPECT_FALSE(neighbourhood.parent.empty());
  must("workforce '" + place + "' --plan A --by multi");
  const auto lookup = lookup_of(place, "A", out), bytes = datasets::read_bytes(lookup);
  EXPECT_EQ(bytes.find(",,,E0"), std::string::npos) << "a multi-neighbourhood is missing";

  must("import '" + other + "' '" + lookup + "'");
  const auto name = std::filesystem::path(lookup).stem().string();
  const auto back = plan_of(other, name);
  ASSERT_EQ(back.neighbourhoods.size(), stored.neighbourhoods.size());
  for (std::size_t k = 0; k < stored.neighbourhoods.size(); ++k) {
    EXPECT_EQ(back.neighbourhoods[k].parent, stored.neighbourhoods[k].parent);
    EXPECT_EQ(back.neighbourhoods[k].name, stored.neighbourhoods[k].name);
  }
  EXPECT_EQ(datasets::read_bytes(lookup_of(other, name, folder.path("anew"))), bytes);
}

TEST_F(OwnWords, TheWeightedListOfPracticesIsADenominator) {
  const auto payments = folder.path("nhspaymentsgp-24-25-prac-csv.csv"), brief = folder.path("brief.toml");
  std::string rows =
      "Practice Code,Number of Registered Patients (Last Known Figure),Number of Weighted Patients (Last "
      "Known "
      "Figure)\n";
  int number = 0;
  for (const auto& site : read(place).sites)
    if (site.kind == "gp") rows += site.id + ",1000," + std::to_string(900 + 50 * (number++ % 5)) + "\n";
  datasets::write_bytes(payments, rows);
  datasets::write_bytes(brief, "[population]\ndenominator = \"weighted:carr_hill\"\n");
  const std::string draw =
      "draw '" + place + "' --plan W --effort quick --no-references --brief '" + brief + "'";
  EXPECT_EQ(run_program(folder, draw).code, 1) << "no weights yet";
  must("import '" + place + "' '" + payments + "'");
  const auto drawn = run_program(folder, draw);
  EXPECT_EQ(drawn.code, 0) << drawn.err;
  must("workforce '" + place + "' --plan A --scheme carr_hill");
}

TEST_F(OwnWords, StoreWithoutAProposalIsAWrongCommand) {
  EXPECT_EQ(run_program(folder, "footprints '" + place + "' --plan A --store").code, 2);
}

}  // namespace
}  // namespace placewright::boundaries::cli
