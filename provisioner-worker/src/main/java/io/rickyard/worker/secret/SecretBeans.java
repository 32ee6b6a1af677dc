package io.rickyard.worker.secret;

import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.annotation.Value;
import io.rickyard.worker.stack.StackVault;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import javax.sql.DataSource;

/** Puts the vault together from the settings {@code rickyard.secrets.*}. */
@Factory
@Requires(property = "rickyard.secrets.master-key-file")
@Requires(property = "rickyard.secrets.keyset-file")
final class SecretBeans {

  @Singleton
  StackVault vault(
      DataSource database,
      @Value("${rickyard.secrets.master-key-file}") String masterKeyFile,
      @Value("${rickyard.secrets.keyset-file}") String keysetFile) {
    var master = MasterKey.read(Path.of(masterKeyFile));
    var sealing = SealingKeyset.read(Path.of(keysetFile), master);
    return new SecretVault(database, master, sealing, Clock.systemUTC(), new SecureRandom());
  }
}
