package io.rickyard.worker.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.contracts.stack.StackProfile;
import io.rickyard.stack.blueprint.Blueprints;
import io.rickyard.stack.blueprint.Dependency;
import io.rickyard.stack.blueprint.ImageSource;
import io.rickyard.stack.blueprint.ServicePlan;
import io.rickyard.worker.stack.StackSpec;
import io.rickyard.worker.stack.TestStacks;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Order within a stack of every service there is. */
class StackTeardownTest {

  private final StackSpec stack =
      new StackSpec(
          TestStacks.project(),
          TestStacks.ORGANIZATION,
          io.rickyard.contracts.Generation.FIRST,
          1,
          StackProfile.FULL,
          TestStacks.secrets());
  private final io.rickyard.stack.blueprint.StackPlan plan =
      new ReleasePlans(
              Blueprints.shipped().newest(),
              ImageSource.ENGINE_DEFAULT,
              URI.create("https://example.org"))
          .of(stack);

  private static SeenContainer container(String service) {
    return new SeenContainer(
        service,
        service,
        1,
        "",
        true,
        false,
        false,
        0,
        "",
        Optional.empty(),
        Map.of(),
        new ContainerMake("", Map.of(), Set.of(), 0, 0, 0));
  }

  @Test
  void whatOthersNeedEndsAfterThem() throws Exception {
    // given
    var ended = new CopyOnWriteArrayList<String>();
    var containers =
        Stream.concat(plan.services().stream().map(ServicePlan::service), Stream.of("forgotten"))
            .map(StackTeardownTest::container)
            .toList();

    // when
    StackTeardown.run(plan, containers, container -> ended.add(container.service()));

    // then
    assertThat(ended).hasSize(containers.size()).startsWith("forgotten");
    for (var service : plan.services()) {
      for (var needed : service.dependsOn()) {
        assertThat(ended.indexOf(service.service()))
            .as("%s ends before %s", service.service(), needed.service())
            .isLessThan(ended.indexOf(needed.service()));
      }
    }
  }

  @Test
  void beforeTheSetupNothingStartsThatNeedsTheDatabase() {
    // given
    var layout = new StackLayout(stack, plan, "network", Map.of());

    // when
    var early = layout.beforeSetup();

    // then
    assertThat(early).contains("db", "imgproxy").doesNotContain("auth", "rest", "meta", "storage");
    for (var service : plan.services()) {
      if (early.contains(service.service())) {
        assertThat(service.dependsOn().stream().map(Dependency::service).toList())
            .as(service.service())
            .allMatch(early::contains);
      }
    }
    assertThat(layout.all()).containsAll(early).hasSize(plan.services().size());
  }

  @Test
  void theGatewaysPortIsWhereTheEdgeLooksForIt() {
    var gateway = plan.service("gateway").orElseThrow();
    assertThat(StackLayout.published(gateway))
        .extracting(port -> StackLayout.purpose(gateway, port))
        .contains(DockerGateways.PURPOSE);
  }

  @Test
  void aProjectsAddressIsANameBeforeTheInstallations() {
    assertThat(plan.service("storage").orElseThrow().environment().values())
        .anyMatch(value -> value.text().contains("https://" + stack.project() + ".example.org"));
  }
}
