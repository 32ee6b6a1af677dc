package io.rickyard.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.env.PropertySource;
import io.micronaut.context.env.PropertySource.Origin;
import io.micronaut.context.env.PropertySource.PropertyConvention;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NamedSettingsTest {

  private static final int DEFAULTS = -400;

  @Test
  void settingsAloneKeepTheirNamesAsTheyAreWritten() {
    // given
    var settings = source("settings", DEFAULTS, Map.of("sample.labels.gpuType", "a-100"));

    // then
    assertThat(under(settings)).containsExactly(Map.entry("gpuType", "a-100"));
  }

  @Test
  void variablesAloneAreReadInLowerCaseWithDashes() {
    // given
    var variables = variables(Map.of("SAMPLE_LABELS_GPU_TYPE", "a-100", "SAMPLE_LABEL", "other"));

    // then
    assertThat(under(variables)).containsExactly(Map.entry("gpu-type", "a-100"));
  }

  @Test
  void variablesOverrideDefaultsOfTheSameName() {
    // given
    var defaults =
        source(
            "defaults",
            DEFAULTS,
            Map.of("sample.labels.region", "eu", "sample.labels.disk", "ssd"));
    var variables = variables(Map.of("SAMPLE_LABELS_REGION", "us"));

    // then
    assertThat(under(variables, defaults)).isEqualTo(Map.of("region", "us", "disk", "ssd"));
  }

  @Test
  void nothingIsFoundWhereNothingBeginsSo() {
    assertThat(under()).isEmpty();
  }

  private static Map<String, String> under(PropertySource... sources) {
    try (var context =
        ApplicationContext.builder()
            .deduceEnvironment(false)
            .environmentPropertySource(false)
            .propertySources(sources)
            .build()) {
      var environment = context.getEnvironment();
      environment.start();
      return NamedSettings.under(environment, "sample.labels");
    }
  }

  private static PropertySource source(String name, int order, Map<String, Object> values) {
    return PropertySource.of(name, values, order);
  }

  private static PropertySource variables(Map<String, Object> values) {
    return PropertySource.of(
        "variables", values, PropertyConvention.ENVIRONMENT_VARIABLE, Origin.of("test"));
  }
}
