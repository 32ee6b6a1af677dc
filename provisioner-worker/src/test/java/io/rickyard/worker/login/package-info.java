/** Tests of roles for a while. */
@NullMarked
package io.rickyard.worker.login;

import org.jspecify.annotations.NullMarked;
