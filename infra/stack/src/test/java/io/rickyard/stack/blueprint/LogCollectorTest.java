package io.rickyard.stack.blueprint;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.contracts.stack.StackProfile;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The log collector's file, what others are told about it, and what the control plane does. */
class LogCollectorTest {

  private static final Pattern ROUTE =
      Pattern.compile("(?m)^      ([a-z]+): [.]service == \"([a-z]+)\"$");
  private static final Pattern FROM_ROUTE = Pattern.compile("inputs: \\[by_service[.]([a-z]+)]");
  private static final Pattern SINK =
      Pattern.compile("uri: http://([a-z]+):([0-9]+)/api/logs[?]source_name=([A-Za-z.0-9-]+)");

  static java.util.stream.Stream<Release> releases() {
    return Blueprints.shipped().releases().stream();
  }

  private static StackPlan plan(Release release) {
    return release.render(StackProfile.FULL, Inputs.fixed());
  }

  private static ServicePlan collector(StackPlan plan) {
    return plan.service(CollectedLogs.COLLECTOR).orElseThrow();
  }

  private static String file(StackPlan plan) {
    return collector(plan).files().getFirst().content();
  }

  private static Set<String> found(Pattern pattern, String text, int group) {
    return pattern
        .matcher(text)
        .results()
        .map(match -> match.group(group))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @ParameterizedTest
  @MethodSource("releases")
  void itSortsTheServicesThatTheControlPlaneHandsToItAndTheyAreInTheStack(Release release) {
    // given
    var plan = plan(release);

    // then
    assertThat(found(ROUTE, file(plan), 2)).isEqualTo(CollectedLogs.SERVICES);
    assertThat(found(ROUTE, file(plan), 1)).isEqualTo(CollectedLogs.SERVICES);
    assertThat(found(FROM_ROUTE, file(plan), 1)).isEqualTo(CollectedLogs.SERVICES);
    assertThat(plan.services().stream().map(ServicePlan::service))
        .containsAll(CollectedLogs.SERVICES);
  }

  @ParameterizedTest
  @MethodSource("releases")
  void everyServicesLinesGoToASourceOfTheirOwnInAnalytics(Release release) {
    // given
    var plan = plan(release);
    var analytics = plan.service("analytics").orElseThrow();

    // then
    assertThat(found(SINK, file(plan), 1)).containsExactly(analytics.service());
    assertThat(found(SINK, file(plan), 2))
        .containsExactly(Integer.toString(analytics.ports().getFirst().number()));
    assertThat(found(SINK, file(plan), 3)).hasSize(CollectedLogs.SERVICES.size());
    var token = analytics.environment().get("LOGFLARE_PUBLIC_ACCESS_TOKEN");
    assertThat(token).isNotNull();
    assertThat(file(plan).split("x-api-key: " + Pattern.quote(token.text()), -1))
        .hasSize(CollectedLogs.SERVICES.size() + 1);
    assertThat(collector(plan).dependsOn())
        .extracting(Dependency::service)
        .contains(analytics.service());
  }

  @ParameterizedTest
  @MethodSource("releases")
  void itsIntakeIsWhereTheControlPlaneLooksForItAndAsksForItsPassword(Release release) {
    // given
    var plan = plan(release);
    var intake =
        collector(plan).ports().stream()
            .filter(port -> port.name().equals(CollectedLogs.INTAKE))
            .findFirst()
            .orElseThrow();

    // then
    assertThat(intake.reached()).isEqualTo(Port.Reach.CONTROL_PLANE);
    assertThat(file(plan))
        .contains(
            "address: 0.0.0.0:" + intake.number(),
            "username: rickyard",
            "password: " + Inputs.fixed().secrets().get(CollectedLogs.INTAKE_PASSWORD));
    assertThat(collector(plan).files().getFirst().secret()).isTrue();
  }
}
