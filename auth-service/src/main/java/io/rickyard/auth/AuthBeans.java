package io.rickyard.auth;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.rickyard.auth.account.Invitations;
import io.rickyard.auth.account.Users;
import io.rickyard.auth.argon2.Argon2Hasher;
import io.rickyard.auth.attempt.Attempts;
import io.rickyard.auth.deed.Deeds;
import io.rickyard.auth.jose.AccessTokens;
import io.rickyard.auth.jose.InternalTokens;
import io.rickyard.auth.jose.PublishedKeys;
import io.rickyard.auth.key.KeyCipher;
import io.rickyard.auth.key.KeyRing;
import io.rickyard.auth.key.MasterKey;
import io.rickyard.auth.key.MasterKeyFile;
import io.rickyard.auth.key.RotationRules;
import io.rickyard.auth.key.SigningKeys;
import io.rickyard.auth.login.LoginNames;
import io.rickyard.auth.mail.MailTemplates;
import io.rickyard.auth.mail.MailTransport;
import io.rickyard.auth.onetime.OneTimeCodes;
import io.rickyard.auth.onetime.OneTimeMail;
import io.rickyard.auth.onetime.OneTimeTokens;
import io.rickyard.auth.password.PasswordHash;
import io.rickyard.auth.password.PasswordHasher;
import io.rickyard.auth.redirect.RedirectTargets;
import io.rickyard.auth.session.RefreshTokens;
import io.rickyard.auth.session.SessionSettings;
import io.rickyard.auth.session.Sessions;
import io.rickyard.auth.signin.MailedSignIn;
import io.rickyard.auth.signin.OneTimeSignIn;
import io.rickyard.auth.signin.SignIn;
import io.rickyard.auth.signin.SignUp;
import io.rickyard.auth.signin.SignUpIds;
import io.rickyard.auth.signin.SignUpPolicy;
import io.rickyard.auth.token.SignInCodes;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;

/** Puts the concepts together, which know nothing of Micronaut. */
@Factory
final class AuthBeans {

  @Singleton
  Clock clock() {
    return Clock.systemUTC();
  }

  @Singleton
  SecureRandom random() {
    return new SecureRandom();
  }

  @Singleton
  MasterKey masterKey(AuthSettings settings, SecureRandom random) {
    byte[] key = settings.key();
    return new MasterKey(
        key == null ? MasterKeyFile.readOrCreate(settings.keyFile(), random) : key);
  }

  @Singleton
  KeyCipher keyCipher(MasterKey masterKey, SecureRandom random) {
    return new KeyCipher(masterKey.derive("signing-keys"), random);
  }

  @Singleton
  RefreshTokens refreshTokens(MasterKey masterKey, SecureRandom random) {
    return new RefreshTokens(masterKey.derive("refresh-tokens"), random);
  }

  @Singleton
  SessionSettings sessionSettings(AuthSettings settings) {
    return new SessionSettings(settings.sessionLifetime(), settings.reuseGrace());
  }

  @Singleton
  @Bean(preDestroy = "close")
  Argon2Hasher hasher(AuthSettings settings, SecureRandom random) {
    return new Argon2Hasher(
        PasswordHash.Cost.USUAL, settings.hashingThreads(), settings.hashingQueue(), random);
  }

  @Singleton
  RotationRules rotationRules(AuthSettings settings) {
    return settings.rotation();
  }

  @Singleton
  KeyRing keyRing(SigningKeys keys, Clock clock) {
    return new KeyRing(keys, clock);
  }

  @Singleton
  AccessTokens accessTokens(KeyRing keys, Clock clock, AuthSettings settings) {
    return new AccessTokens(keys, clock, settings.issuer(), settings.tokenLifetime());
  }

  @Singleton
  InternalTokens internalTokens(KeyRing keys, Clock clock) {
    return new InternalTokens(keys, clock);
  }

  @Singleton
  PublishedKeys publishedKeys(KeyRing keys) {
    return new PublishedKeys(keys);
  }

  @Singleton
  MailTransport mailTransport(MailSettings settings) {
    return settings.transport();
  }

  @Singleton
  MailTemplates mailTemplates(MailSettings settings) {
    return settings.templates();
  }

  @Singleton
  OneTimeCodes oneTimeCodes(MasterKey masterKey, SecureRandom random) {
    return new OneTimeCodes(masterKey.derive("one-time-codes"), random);
  }

  @Singleton
  LoginNames loginNames(MasterKey masterKey, SecureRandom random) {
    return new LoginNames(masterKey.derive("login-user-codes"), random);
  }

  @Singleton
  OneTimeMail oneTimeMail(
      OneTimeTokens tokens,
      OneTimeCodes codes,
      MailTemplates templates,
      SecureRandom random,
      AuthSettings settings) {
    return new OneTimeMail(
        tokens, codes, templates, random, settings.url(), settings.oneTimeLifetime());
  }

  @Singleton
  RedirectTargets redirectTargets(SignUpSettings settings) {
    return settings.targets();
  }

  @Singleton
  SignUpPolicy signUpPolicy(SignUpSettings settings) {
    return settings.policy();
  }

  @Singleton
  SignUp signUp(
      Users users,
      Invitations invitations,
      PasswordHasher hasher,
      Attempts attempts,
      OneTimeMail mail,
      SignUpPolicy policy,
      MasterKey masterKey) {
    var ids = new SignUpIds(masterKey.derive("sign-up-ids"));
    return new SignUp(users, invitations, hasher, attempts, mail, policy, ids);
  }

  @Singleton
  MailedSignIn mailedSignIn(Users users, SignUp signUp, Attempts attempts, OneTimeMail mail) {
    return new MailedSignIn(users, signUp, attempts, mail);
  }

  @Singleton
  OneTimeSignIn oneTimeSignIn(OneTimeTokens tokens, Users users, Attempts attempts) {
    return new OneTimeSignIn(tokens, users, attempts);
  }

  @Singleton
  SignIn signIn(
      Users users,
      PasswordHasher hasher,
      Attempts attempts,
      SignInCodes codes,
      Sessions sessions,
      Deeds deeds) {
    return new SignIn(users, hasher, attempts, codes, sessions, deeds);
  }
}
