@NullMarked
package io.rickyard.worker.sso;

import org.jspecify.annotations.NullMarked;
