package io.rickyard.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.contracts.organization.Permission;
import io.rickyard.contracts.organization.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PermissionTest {

  @Test
  void documentationShowsTheTableAsItIs() throws IOException {
    // given
    String expected =
        Arrays.stream(Permission.values())
            .map(PermissionTest::line)
            .collect(Collectors.joining("\n"));

    // when
    String documentation = Files.readString(Path.of("../docs/roles.md"));

    // then
    assertThat(documentation).contains(expected);
    assertThat(documentation.lines().filter(line -> line.matches("\\| `.*[✓–] \\|")).count())
        .isEqualTo(Permission.values().length);
  }

  @ParameterizedTest
  @EnumSource(Permission.class)
  void strongerRolesMayEverythingThatWeakerOnesMay(Permission permission) {
    // when
    List<Role> may = Stream.of(Role.values()).filter(role -> role.may(permission)).toList();

    // then
    assertThat(may).containsExactlyElementsOf(List.of(Role.values()).subList(0, may.size()));
    assertThat(may).contains(Role.OWNER);
  }

  @ParameterizedTest
  @EnumSource(Permission.class)
  void permissionIsFoundByItsName(Permission permission) {
    assertThat(Permission.named(permission.wireName())).isEqualTo(permission);
  }

  @Test
  void membersChangeNothing() {
    assertThat(Permission.values())
        .filteredOn(Role.MEMBER::may)
        .extracting(Permission::verb)
        .containsOnly(Permission.Verb.READ);
  }

  @ParameterizedTest
  @EnumSource(Permission.class)
  void teamGivesNothingThatOnlyAdministratorsHave(Permission permission) {
    assertThat(permission.ofProject() && !Role.DEVELOPER.may(permission)).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void teamHasNoStrongerRoleThanDeveloper(Role role) {
    assertThat(role.ofTeams()).isEqualTo(role == Role.DEVELOPER || role == Role.MEMBER);
  }

  private static String line(Permission permission) {
    return "| `%s` | %s | %s |"
        .formatted(
            permission.wireName(),
            permission.description(),
            Stream.concat(
                    Stream.of(Role.values()).map(role -> role.may(permission)),
                    Stream.of(permission.ofProject(), permission.application()))
                .map(may -> may ? "✓" : "–")
                .collect(Collectors.joining(" | ")));
  }
}
