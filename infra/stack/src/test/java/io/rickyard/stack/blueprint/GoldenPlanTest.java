package io.rickyard.stack.blueprint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.contracts.stack.StackProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each release and profile as it was last looked at by a person. What is rendered now stands in
 * target/plans; whoever wants the difference copies it over. Names stand for secrets, and what is
 * in files stands only in the largest profile.
 */
class GoldenPlanTest {

  static Stream<Arguments> plans() {
    return Blueprints.shipped().releases().stream()
        .flatMap(release ->
            Stream.of(StackProfile.values()).map(profile -> Arguments.of(release, profile)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("plans")
  void isRenderedAsItWas(Release release, StackProfile profile) throws IOException {
    // given
    var name = "%s-%s.txt".formatted(release.name(), profile.wireName());

    // when
    var rendered = named(text(release.render(profile, Inputs.fixed())));

    // then
    var target = Path.of("target", "plans", name);
    Files.createDirectories(Objects.requireNonNull(target.getParent()));
    Files.writeString(target, rendered);
    try (var golden = GoldenPlanTest.class.getResourceAsStream("plans/" + name)) {
      assertThat(golden).as("plans/" + name).isNotNull();
      assertThat(rendered)
          .isEqualTo(new String(Objects.requireNonNull(golden).readAllBytes(), UTF_8));
    }
  }

  private static String named(String text) {
    var secrets = Inputs.fixed().secrets();
    var login = "supabase:" + secrets.get("dashboard_password");
    var named =
        text.replace(
            Base64.getEncoder().encodeToString(login.getBytes(UTF_8)), "<dashboard login>");
    for (var secret : secrets.entrySet()) {
      named = named.replace(secret.getValue(), "<" + secret.getKey() + ">");
    }
    return named;
  }

  private static String text(StackPlan plan) {
    var text = new StringBuilder();
    for (var service : plan.services()) {
      text.append("%s\n  image %s\n".formatted(service.service(), service.image()));
      text.append("  entrypoint %s\n".formatted(service.entrypoint()));
      text.append("  command %s\n".formatted(service.command()));
      service
          .environment()
          .forEach((name, value) -> text.append("  %s=%s\n".formatted(name, value)));
      service.volumes().forEach(volume -> text.append("  %s\n".formatted(volume)));
      service.ports().forEach(port -> text.append("  %s\n".formatted(port)));
      text.append("  %s\n".formatted(service.health()));
      service.dependsOn().forEach(needed -> text.append("  %s\n".formatted(needed)));
      text.append("  %s %s\n".formatted(service.limits(), service.ulimits()));
      text.append("  capabilities %s\n".formatted(service.capabilities()));
      text.append("  aliases %s\n".formatted(service.aliases()));
      for (var file : service.files()) {
        text.append("  file %s%s\n".formatted(file.path(), file.secret() ? " (secret)" : ""));
        if (plan.profile() == StackProfile.FULL) {
          file.content().lines().forEach(line -> text.append("    | %s\n".formatted(line)));
        }
      }
    }
    return text.toString();
  }
}
