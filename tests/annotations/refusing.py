"""What tests of verbs share: the sentence with which one refuses."""

import pytest

from annotations.refusal import Refused


def refusal(verb, *args, **options):
    with pytest.raises(Refused) as refused:
        verb(*args, **options)
    return str(refused.value)
