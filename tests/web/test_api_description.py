"""The API does what its own description says, also when it is asked what nobody would ask (schemathesis)."""

from collections.abc import Iterator

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.schemas import BaseSchema

from ofsted_watch.web.api.description import description
from tests.examples import examples
from tests.web.published_data import browsing

HOST = {"Host": "watch.example"}
"""The pages' own: another one is refused."""

CALM = settings(
    max_examples=examples(40),
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BaseSchema]:
    with browsing(tmp_path_factory.mktemp("described")) as client:
        yield schemathesis.openapi.from_asgi("/api/openapi.json", client.app, headers=HOST)


@pytest.mark.hypothesis
@pytest.mark.parametrize("mode", list(GenerationMode))
@pytest.mark.parametrize("path", list(description()["paths"]))
def test_every_list_answers_as_described_whatever_it_is_asked(described: BaseSchema, path: str, mode: GenerationMode):
    @CALM
    @given(case=described[path]["GET"].as_strategy(generation_mode=mode))
    def ask(case: Case) -> None:
        case.call_and_validate(headers=HOST)

    ask()
