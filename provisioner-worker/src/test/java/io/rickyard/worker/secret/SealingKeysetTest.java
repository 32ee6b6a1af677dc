package io.rickyard.worker.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.task.SealedSecret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealingKeysetTest {

  private static final OrganizationId ORGANIZATION = new OrganizationId("organizationaaaaaaaa");
  private static final OrganizationId OTHER = new OrganizationId("organizationbbbbbbbb");

  private final Path directory;
  private final MasterKey master;
  private final SealingKeyset keyset;

  SealingKeysetTest(@TempDir Path directory) {
    this.directory = directory;
    this.master = MasterKey.readOrCreate(directory.resolve("master"), new SecureRandom());
    this.keyset = SealingKeyset.readOrCreate(directory.resolve("keyset"), master);
  }

  @Test
  void whatIsSealedWithThePublicKeysetOpens() throws Exception {
    // given
    var sealed = Sealing.seal(keyset, ORGANIZATION, "db_pass", "pässword 🔑");

    // when
    var opened = keyset.open(sealed, ORGANIZATION, "db_pass");

    // then
    assertThat(opened).isEqualTo("pässword 🔑");
  }

  @Test
  void aSecretOpensForNoOtherOrganizationOrField() throws Exception {
    var sealed = Sealing.seal(keyset, ORGANIZATION, "db_pass", "tr0ub4dor");
    assertThatThrownBy(() -> keyset.open(sealed, OTHER, "db_pass"))
        .isInstanceOf(SecretException.class);
    assertThatThrownBy(() -> keyset.open(sealed, ORGANIZATION, "smtp_pass"))
        .isInstanceOf(SecretException.class)
        .hasMessageNotContaining("tr0ub4dor");
  }

  @Test
  void nonsenseDoesNotOpen() {
    assertThatThrownBy(
            () -> keyset.open(new SealedSecret("1", "not base64!"), ORGANIZATION, "db_pass"))
        .isInstanceOf(SecretException.class);
  }

  @Test
  void keysSurviveARestart() throws Exception {
    // given
    var sealed = Sealing.seal(keyset, ORGANIZATION, "db_pass", "secret");

    // when
    var again =
        SealingKeyset.readOrCreate(
            directory.resolve("keyset"),
            MasterKey.readOrCreate(directory.resolve("master"), new SecureRandom()));

    // then
    assertThat(again.open(sealed, ORGANIZATION, "db_pass")).isEqualTo("secret");
    assertThat(again.publicKeyset()).isEqualTo(keyset.publicKeyset());
  }

  @Test
  void keyFilesAreClosedToOthersAndThePublicPartHoldsNoPrivateKey() throws Exception {
    for (var file : new String[] {"master", "keyset"}) {
      assertThat(
              PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(file))))
          .isEqualTo("rw-------");
    }
    assertThat(keyset.publicKeyset()).contains("HpkePublicKey").doesNotContain("HpkePrivateKey");
  }

  @Test
  void anotherMasterKeyOpensNothing() {
    var other = MasterKey.readOrCreate(directory.resolve("other"), new SecureRandom());
    assertThatThrownBy(() -> SealingKeyset.read(directory.resolve("keyset"), other))
        .isInstanceOf(SecretException.class);
  }

  @Test
  void aDamagedMasterKeyIsSaid() throws Exception {
    var damaged = Files.writeString(directory.resolve("damaged"), "AAAA");
    assertThatThrownBy(() -> MasterKey.read(damaged))
        .isInstanceOf(SecretException.class)
        .hasMessageContaining("32 bytes");
  }
}
