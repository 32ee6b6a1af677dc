/**
 * SAML providers of projects. Their auth services keep them in the projects' databases and alone
 * change them; here they are read, and changes are passed on. Fetches nothing that a member names.
 */
@NullMarked
package io.rickyard.worker.sso;

import org.jspecify.annotations.NullMarked;
