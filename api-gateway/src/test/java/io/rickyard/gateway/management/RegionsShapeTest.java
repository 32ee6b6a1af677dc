package io.rickyard.gateway.management;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegionsShapeTest {

  @ParameterizedTest
  @CsvSource({
    "us-east-1, americas",
    "ca-central-1, americas",
    "sa-east-1, americas",
    "eu-central-1, emea",
    "ap-southeast-2, apac"
  })
  void aRegionIsInThePartOfTheWorldThatItsNameSays(String region, String group) {
    // when
    var shape = RegionsShape.of(region);

    // then
    assertThat(shape.recommendations().smartGroup())
        .isEqualTo(new RegionsShape.Group(group, group, "smartGroup"));
    assertThat(shape.all().smartGroup()).containsExactly(shape.recommendations().smartGroup());
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "basement", "us", "saturn-1", "eu-central"})
  void nobodyKnowsWhereARegionOfAnotherNameIs(String region) {
    // when
    var shape = RegionsShape.of(region);

    // then
    assertThat(shape.recommendations().smartGroup()).isNull();
    assertThat(shape.all().smartGroup()).isEmpty();
    assertThat(shape.all().specific())
        .containsExactly(new RegionsShape.Region(region, region, "specific", "self-hosted"));
  }

  @Test
  void nobodySellsTheMachines() {
    assertThat(RegionsShape.of("eu-central-1").all().specific())
        .extracting(RegionsShape.Region::provider)
        .containsExactly("self-hosted");
  }
}
