package io.rickyard.worker.stack;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.rickyard.contracts.setting.SettingList;
import io.rickyard.contracts.setting.SettingSection;
import io.rickyard.contracts.stack.SettingsView;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** What a stack's settings are, without what is secret. */
public final class SettingsLook {

  private static final String ALGORITHM = "HmacSHA256";

  private final StackRuntime runtime;
  private final StackVault vault;

  /** One that asks this runtime whether they are in use. */
  public SettingsLook(StackRuntime runtime, StackVault vault) {
    this.runtime = runtime;
    this.vault = vault;
  }

  /**
   * The settings of a section.
   *
   * @param digests whether to tell digests of secret ones
   */
  public SettingsView at(StackRecord stack, SettingSection section, boolean digests)
      throws InterruptedException {
    var secrets = vault.open(stack.project());
    if (secrets.isEmpty()) {
      return SettingsView.NONE;
    }
    var list = SettingList.of(section);
    var shown = new TreeMap<String, String>();
    var digested = new TreeMap<String, String>();
    secrets
        .get()
        .settings()
        .of(section)
        .forEach((name, value) -> {
          if (list.find(name).filter(setting -> !setting.secret()).isPresent()) {
            shown.put(name, value);
          } else if (digests) {
            digested.put(name, digest(stack, value));
          }
        });
    return new SettingsView(shown, digested, awaitsRestart(stack, section, secrets.get()));
  }

  /** Nobody knows it of a stack that does not run or cannot be looked at. */
  private @Nullable Boolean awaitsRestart(
      StackRecord stack, SettingSection section, StackSecrets secrets) throws InterruptedException {
    if (!stack.state().watched() || !section.in(stack.profile())) {
      return null;
    }
    try {
      return runtime.awaitsRestart(StackSpec.of(stack, secrets), section);
    } catch (RuntimeUnavailable _) {
      return null;
    }
  }

  /** As the hosted platform makes it: under the project's reference. */
  private static String digest(StackRecord stack, String value) {
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(stack.project().value().getBytes(UTF_8), ALGORITHM));
      return HexFormat.of().formatHex(mac.doFinal(value.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HMAC with SHA-256 is part of every JDK", e);
    }
  }
}
